import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Logger } from '@renderonline/runtime';
import { startGuardian } from '../guardian/start-guardian.ts';
import { endLeftovers } from '../leftovers/end-leftovers.ts';
import { createOwnInstance } from '../leftovers/own-instance.ts';
import { processTable } from '../processes/process-table.ts';
import { createRenderSlot } from '../renders/render-slot.ts';
import type { Clock } from '../renders/render-context.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { createTrustedAddresses } from '../trust/trusted-addresses.ts';
import { createHpcApp } from './create-hpc-app.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { listen } from './listen.ts';
import { warnAboutEngines } from './warn-about-engines.ts';

export interface HpcServerDependencies {
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface RunningHpcServer {
  readonly address: string;
  readonly port: number;
  /** Of the process that kills the renderers if this one dies; undefined while it is started again. */
  readonly guardianPid: number | undefined;
  /** Takes no more orders, ends the running render and waits until nothing of it is left. */
  close(): Promise<void>;
}

const systemClock: Clock = { elapsedMs: () => performance.now(), now: () => new Date() };

/**
 * Starts HPCServer: ends what an earlier one left running, starts the guardian, and listens last.
 *
 * @throws DomainError `port-taken`, `folder-not-writable`, `configuration-invalid` (also when another
 *   HPCServer uses the data folder).
 */
export async function startHpcServer(
  settings: HpcServerSettings,
  { log, clock = systemClock }: HpcServerDependencies,
): Promise<RunningHpcServer> {
  const { dataDirectory, renderingEngines: engines } = settings;
  const trusted = createTrustedAddresses(settings.trustedRenderApis);
  const table = processTable;
  await prepareDataDirectory(dataDirectory);
  await endLeftovers({ dataDirectory, table, log });
  await warnAboutEngines(engines, log);

  const instanceId = randomUUID();
  const instance = createOwnInstance({ dataDirectory, instanceId, table, log });
  await instance.save();
  const guardian = await startGuardian(instanceId, log);
  const slot = createRenderSlot({
    settings,
    table,
    guardian,
    instance,
    instanceId,
    env: process.env,
    clock,
    log,
  });
  const app = createHpcApp({ engines, slot, trusted, log });

  async function close(): Promise<void> {
    await slot.close();
    await app.close();
    await guardian.close();
    await instance.release();
  }

  try {
    const { address, port } = await listen(app, settings.bindAddress, settings.port);
    log.info({ address, port, engines: engines.map(({ engineId }) => engineId) }, 'HPCServer listens');
    return {
      address,
      port,
      get guardianPid() {
        return guardian.pid;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

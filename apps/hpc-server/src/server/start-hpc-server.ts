import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Logger } from '@renderonline/runtime';
import { startGuardian } from '../guardian/start-guardian.ts';
import { takeFingerprint } from '../fingerprint/take-fingerprint.ts';
import { findEngines } from '../fingerprint/find-engines.ts';
import { openVersionCache } from '../fingerprint/version-cache.ts';
import { readMembership, type Membership } from '../joining/membership.ts';
import { createLeaseRunner } from '../leases/create-lease-runner.ts';
import { endLeftovers } from '../leftovers/end-leftovers.ts';
import { createOwnInstance } from '../leftovers/own-instance.ts';
import type { LinkFarewell } from '../link/link-agent.ts';
import { startLinkedMachine } from '../link/start-linked-machine.ts';
import { processTable } from '../processes/process-table.ts';
import { createRenderSlot } from '../renders/render-slot.ts';
import type { Clock, RenderContext } from '../renders/render-context.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { createTrustedAddresses } from '../trust/trusted-addresses.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { listen } from './listen.ts';
import { warnAboutEngines } from './warn-about-engines.ts';

export interface HpcServerDependencies {
  readonly log: Logger;
  readonly clock?: Clock;
}

export interface RunningHpcServer {
  /** Where /hpc is; empty and 0 on a machine that has joined a farm and was given no Port. */
  readonly address: string;
  readonly port: number;
  /** The farm that it is a machine of; null when RenderAPI calls it over /hpc. */
  readonly membership: Pick<Membership, 'address' | 'machineId' | 'name'> | null;
  /** Resolves when its farm parts with it: it should end then. */
  readonly parted: Promise<LinkFarewell>;
  /** Of the process that kills the renderers if this one dies; undefined while it is started again. */
  readonly guardianPid: number | undefined;
  /** Takes no more orders, ends the running render and waits until nothing of it is left. */
  close(): Promise<void>;
}

const systemClock: Clock = { elapsedMs: () => performance.now(), now: () => new Date() };

/**
 * Starts HPCServer: ends what an earlier one left running, starts the guardian, and listens and links to its
 * farm last. A machine that has joined a farm listens only when a port was given.
 *
 * @throws DomainError `port-taken`, `folder-not-writable`, `folder-in-use` (by another HPCServer),
 *   `membership-invalid`.
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
  const membership = await readMembership(dataDirectory);
  if (membership === undefined) await warnAboutEngines(engines, log);

  const instanceId = randomUUID();
  const instance = createOwnInstance({ dataDirectory, instanceId, table, log });
  await instance.save();
  const guardian = await startGuardian(instanceId, log);
  const context: RenderContext = {
    ...{ settings, table, guardian, instance, instanceId, clock, log },
    env: process.env,
  };
  const closers: (() => Promise<void>)[] = [() => instance.release(), () => guardian.close()];
  async function close(): Promise<void> {
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) await next();
  }

  try {
    let where = { address: '', port: 0 };
    if (membership === undefined || settings.isPortGiven) {
      // A machine that listens on nothing does without the server: 5 MiB.
      const { createHpcApp } = await import('./create-hpc-app.ts');
      const slot = createRenderSlot(context);
      const app = createHpcApp({ engines, slot, trusted, log });
      closers.push(
        () => app.close(),
        () => slot.close(),
      );
      where = await listen(app, settings.bindAddress, settings.port);
      log.info({ ...where, engines: engines.map(({ engineId }) => engineId) }, 'HPCServer listens');
    }
    const machine = membership === undefined ? undefined : await link(membership, context);
    if (machine !== undefined) closers.push(() => machine.close());
    return {
      ...where,
      membership: membership === undefined ? null : publicPartOf(membership),
      parted: machine?.parted ?? new Promise<never>(() => undefined),
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

function publicPartOf({ address, machineId, name }: Membership): RunningHpcServer['membership'] {
  return { address, machineId, name };
}

async function link(membership: Membership, context: RenderContext) {
  const { settings, log } = context;
  const versions = await openVersionCache(settings.dataDirectory);
  const { renderingEngines: configured, findsEngines } = settings;
  const engines = await findEngines({ configured, findsEngines, versions });
  await versions.save();
  if (engines.length === 0) {
    log.warn('no renderer was found on this computer: install Blender, or name one in RenderingEngines');
  }
  const fingerprint = await takeFingerprint(engines);
  return startLinkedMachine({
    ...{ membership, context, engines, fingerprint },
    createRunner: createLeaseRunner,
    random: Math.random,
  });
}

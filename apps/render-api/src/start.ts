import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { Server } from 'node:tls';
import {
  isFileReferenced,
  listEngines,
  listMachines,
  migrateDatabase,
  openDatabase,
  parseConnectionString,
  type Database,
} from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { sweepIncoming } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { announceFarm, isLoopback } from './link/announcement/announce-farm.ts';
import { createLink } from './link/create-link.ts';
import type { LinkParts } from './link/link-plugin.ts';
import { markContents } from './projects/contents-marker.ts';
import { createProjectParts } from './projects/create-project-parts.ts';
import { keepSweepingContents, sweepContents } from './projects/sweep-contents.ts';
import { createRetention } from './retention/create-retention.ts';
import { createHpcTransport } from './machines/hpc-transport.ts';
import { systemClock } from './scheduling/clock.ts';
import { createScheduler } from './scheduling/create-scheduler.ts';
import type { Scheduler } from './scheduling/scheduler.ts';
import type { RenderApiSettings } from './settings/render-api-settings.ts';
import { createSetupDesk } from './setup/setup-desk.ts';
import { createFarmRecorder } from './statistics/recording/farm-recorder.ts';
import { createTaskTurns } from './tasks/task-turns.ts';
import { readPemPair } from './tls/pem-pair.ts';
import { reloadCertificate } from './tls/reload-certificate.ts';
import { createWebhookSender } from './webhooks/webhook-sender.ts';
import { version } from './version.ts';

export interface RunningRenderApi {
  /** Where it listens. */
  readonly address: string;
  readonly port: number;
  /** Ends it in order: no new requests, the running ones for a moment, then the scheduler and the database. */
  close(): Promise<void>;
}

/** How long requests under way may go on when RenderAPI closes. */
const closeGraceMs = 3000;

/**
 * Starts RenderAPI: certificate, database (created or upgraded), what killed uploads left, scheduler; it listens
 * last, so that whoever gets an answer gets it from a whole RenderAPI. After a failure nothing is left running.
 *
 * @throws DomainError of whatever is not as it must be, 'port-taken' among them.
 */
export async function startRenderApi(
  settings: RenderApiSettings,
  { log }: { readonly log: Logger },
): Promise<RunningRenderApi> {
  const closers: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const certificate = settings.certificate ? await readPemPair(settings.certificate) : undefined;
    const database = await openMigrated(settings.connectionString, log);
    closers.push(() => database.close());
    await sweepUploads(database, log);

    const nowMs = () => Date.now();
    const projects = await createProjectParts({ database, settings, log, nowMs });
    const expiry = { olderThanMs: settings.projects.uploadExpiryMs, log };
    await sweepContents(projects, expiry);
    closers.push(keepSweepingContents(projects, { ...expiry, clock: systemClock }));
    const contentsId = await contentsIdOf(settings, log);
    const link = createLink({ database, clock: systemClock, log, settings, contentsId });
    const scheduler = startableScheduler({ settings, database, log, link });
    const turns = createTaskTurns();
    const setup = createSetupDesk({ database, log });
    const app = await createApp({
      ...{ setup, settings, database, scheduler, link, projects, log, nowMs, certificate, turns },
    });
    await app.ready();
    await scheduler.start();
    closers.push(() => scheduler.close());
    const recorder = createFarmRecorder({ database, scheduler, clock: systemClock, log });
    recorder.start();
    closers.push(() => recorder.close());
    closers.push(() => closeServer(app));
    const retention = createRetention({
      ...{ database, scheduler, turns, log, contents: projects.contents },
      clock: systemClock,
      settings: settings.retention,
    });
    retention.start();
    closers.push(() => retention.close());
    const webhooks = createWebhookSender({
      ...{ database, log, clock: systemClock },
      allowsPrivateAddresses: settings.webhooksAllowPrivateAddresses,
    });
    webhooks.start();
    closers.push(() => webhooks.close());
    await listen(app, settings);
    if (settings.certificate && certificate) {
      const server = app.server as unknown as Server;
      closers.push(
        reloadCertificate(server, certificate, { settings: settings.certificate, log, clock: systemClock }),
      );
    }
    const { address, port } = app.server.address() as AddressInfo;
    if (settings.announces && !isLoopback(settings.bindAddress)) {
      closers.push(announceFarm({ port, isSecure: certificate !== undefined, version, log }));
    }
    log.info({ address, port, database: database.description }, 'RenderAPI is listening');
    setup.listensOn({ bindAddress: settings.bindAddress, port, isSecure: certificate !== undefined });
    await setup.isNeeded();
    return { address, port, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Without a marker machines fetch what they could see. */
async function contentsIdOf({ projects }: RenderApiSettings, log: Logger): Promise<string | null> {
  if (projects.contentsS3 !== null) return null;
  try {
    return await markContents(projects.contentsDirectory);
  } catch (error) {
    log.warn({ err: error, folder: projects.contentsDirectory }, 'the folder of contents cannot be marked');
    return null;
  }
}

async function openMigrated(connectionString: string, log: Logger): Promise<Database> {
  const settings = parseConnectionString(connectionString);
  if (settings.kind === 'sqlite' && settings.path !== ':memory:') {
    await mkdir(dirname(settings.path), { recursive: true });
  }
  const database = await openDatabase(connectionString, { log });
  try {
    const { from, to, applied } = await migrateDatabase(database);
    if (applied.length > 0)
      log.info({ from, to, steps: applied.length }, 'the database was brought up to date');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function sweepUploads(database: Database, log: Logger): Promise<void> {
  const engines = await listEngines(database.db);
  for (const downloadPath of new Set(engines.map((engine) => engine.downloadPath))) {
    try {
      await sweepIncoming({
        downloadPath,
        isReferenced: (filePath) => isFileReferenced(database.db, { filePath }),
        log,
      });
    } catch (error) {
      // An engine whose folder is away must not keep the others from working.
      log.warn({ err: error, downloadPath }, 'the leftovers of interrupted uploads could not be swept');
    }
  }
}

function startableScheduler({
  settings: { scheduling },
  database,
  log,
  link,
}: {
  readonly settings: RenderApiSettings;
  readonly database: Database;
  readonly log: Logger;
  readonly link: LinkParts;
}): Scheduler {
  const clock = systemClock;
  const random = (): number => Math.random();
  const hpc = createHpcTransport({
    listMachines: () => listMachines(database.db, { transport: 'hpc', withFacts: false }),
    ...{ logs: link.logs, log, clock, random },
    settings: scheduling,
  });
  const { transport, publisher } = link;
  const transports = [hpc, transport];
  return createScheduler({ database, transports, publisher, clock, random, log, settings: scheduling });
}

async function listen(app: FastifyInstance, { bindAddress, port }: RenderApiSettings): Promise<void> {
  try {
    await app.listen({ host: bindAddress, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw domainError('port-taken', `Port ${port} is taken by another program.`, { port }, error);
  }
}

async function closeServer(app: FastifyInstance): Promise<void> {
  const limit = setTimeout(() => {
    app.server.closeAllConnections();
  }, closeGraceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(limit);
  }
}

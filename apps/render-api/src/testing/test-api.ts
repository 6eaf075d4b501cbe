import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addArgumentType,
  addEngine,
  addSubscription,
  addUser,
  migrateDatabase,
  openDatabase,
  type Database,
} from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { createSetupDesk } from '../setup/setup-desk.ts';
import { loadRenderApiSettings } from '../settings/load-settings.ts';
import { createRestingScheduler, type RestingScheduler } from './resting-scheduler.ts';

/** A RenderAPI that listens on loopback, on a SQLite file with the specification's seed. */
export interface TestApi {
  readonly url: string;
  readonly port: number;
  /** The app that listens now. */
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly scheduler: RestingScheduler;
  /** The engine's download_path. */
  readonly downloads: string;
  /** Where contents of projects are kept. */
  readonly contents: string;
  /** Lines of the log. */
  readonly logLines: string[];
  /** Headers of the seeded user. */
  readonly headers: { readonly email: string; readonly token: string };
  /** Every file and folder below the download path, relative. */
  listDownloads(): Promise<string[]>;
  /** Ends RenderAPI as a kill would, every connection with it; `start` brings another up at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** How many tasks there are. */
  countTasks(): Promise<number>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /** Configuration keys that differ from their defaults. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly queueLimit?: number;
  readonly authenticator?: Authenticator;
  /** The engine's download_path; a folder of its own unless given. */
  readonly downloads?: string;
  /** With which a farm without users is set up. */
  readonly setupCode?: string;
  /** The system's clock unless given. */
  readonly nowMs?: () => number;
}

/** Starts one; `await using` it or close it. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { flags = {}, queueLimit = 3 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-api-'));
  const downloads = options.downloads ?? join(folder, 'downloads');
  await mkdir(downloads, { recursive: true });
  const database = await openDatabase(`Data Source=${join(folder, 'farm.db')}`);
  await migrateDatabase(database);
  await seed(database, downloads, queueLimit);
  const logLines: string[] = [];
  const log = createLogger({
    name: 'render-api',
    level: 'debug',
    destination: { write: (line) => void logLines.push(line) },
  });
  const scheduler = createRestingScheduler(database);
  const settings = await loadRenderApiSettings({
    env: {},
    flags: { MinFreeBytes: 0, ...flags },
    cwd: folder,
  });
  const build = () =>
    createApp({
      settings,
      database,
      scheduler,
      log,
      nowMs: options.nowMs ?? (() => Date.now()),
      ...(options.setupCode === undefined
        ? {}
        : { setup: createSetupDesk({ database, log, code: options.setupCode }) }),
      ...(options.authenticator ? { authenticator: options.authenticator } : {}),
    });
  let app = await build();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get app() {
      return app;
    },
    database,
    scheduler,
    downloads,
    contents: settings.projects.contentsDirectory,
    logLines,
    headers: { email: 'user@example.com', token: 'my-secret-token' },
    listDownloads: () => readdir(downloads, { recursive: true }),
    async stop() {
      app.server.closeAllConnections();
      await app.close();
    },
    async start() {
      app = await build();
      await app.listen({ host: '127.0.0.1', port });
    },
    async countTasks() {
      const { count } = await database.db
        .selectFrom('tasks')
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function seed(database: Database, downloads: string, queueLimit: number): Promise<void> {
  const { db } = database;
  await addSubscription(db, { subscriptionId: 1, name: 'Default', queueLimit });
  const person = { firstName: 'Test', lastName: 'User', subscriptionId: 1 };
  await addUser(db, { ...person, email: 'user@example.com', isActive: true, token: 'my-secret-token' });
  await addUser(db, { ...person, email: 'other@example.com', isActive: true, token: 'other-token' });
  await addUser(db, { ...person, email: 'gone@example.com', isActive: false, token: 'gone-token' });
  await addEngine(db, {
    engineId: 1,
    name: 'blender',
    extension: '.blend',
    downloadPath: downloads,
    renderArgument:
      'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a',
  });
  for (const [argtypeId, type] of [
    ['start_frame', 'natural'],
    ['end_frame', 'natural'],
    ['output_format', 'extension'],
  ] as const) {
    await addArgumentType(db, { argtypeId, type, regex: null });
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addEngine,
  addMachine,
  addSubscription,
  addUser,
  enqueueTask,
  findTask,
  listAttempts,
  migrateDatabase,
  openDatabase,
  type Attempt,
  type Database,
  type TaskDetails,
} from '@renderonline/database';
import type { FrameRange } from '@renderonline/domain';
import type { SchedulingSettings } from '../scheduler.ts';

/** The defaults of RenderAPI. */
export const testSettings: SchedulingSettings = {
  machinePollIntervalMs: 500,
  machineIdlePollIntervalMs: 2000,
  machineRequestTimeoutMs: 3000,
  machineSilentAfterMs: 15_000,
  leaseTtlMs: 30_000,
  maxAttempts: 3,
  leadershipTtlMs: 3000,
  maxRenderMs: 0,
};

/** A real SQLite database with a user and an engine, in a folder of its own. */
export interface TestFarm {
  readonly database: Database;
  readonly connectionString: string;
  readonly folder: string;
  readonly userId: number;
  readonly engineId: number;
  addMachine(name: string, port?: number): Promise<number>;
  addLinkMachine(name: string): Promise<number>;
  addUser(email: string): Promise<number>;
  enqueue(options?: EnqueueOptions): Promise<number>;
  details(taskId: number): Promise<TaskDetails>;
  attempts(taskId: number): Promise<Attempt[]>;
  /** One more connection to the same database, as another program has. */
  openAgain(): Promise<Database>;
  close(): Promise<void>;
}

export interface EnqueueOptions {
  readonly frames?: readonly FrameRange[];
  readonly template?: string | null;
  /** For tasks that have logs: in a folder of the shape that those of tasks have. */
  readonly filePath?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly arguments?: string;
  readonly priority?: number;
  readonly queuedAtMs?: number;
  readonly userId?: number;
  readonly dependsOn?: readonly number[];
}

export async function openTestFarm(
  engineName = 'blender',
  adapter: 'command' | 'blender' = 'command',
): Promise<TestFarm> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline scheduling '));
  const connectionString = `Data Source=${join(folder, 'farm.db')}`;
  const database = await openDatabase(connectionString);
  const others: Database[] = [];
  await migrateDatabase(database);
  const { subscriptionId } = await addSubscription(database.db, { name: 'Test', queueLimit: 10_000 });
  const user = { firstName: 'T', lastName: 'U', email: 'user@example.com', isActive: true, token: 'hash' };
  const { userId } = await addUser(database.db, { ...user, subscriptionId });
  const { engineId } = await addEngine(database.db, {
    name: engineName,
    extension: '.blend',
    downloadPath: folder,
    renderArgument: '-b $RENDERONLINE:@uploaded_file',
    adapter,
  });

  return {
    database,
    connectionString,
    folder,
    userId,
    engineId,
    async addMachine(name, port = 5001) {
      return (await addMachine(database.db, { name, ipAddress: '127.0.0.1', port })).machineId;
    },
    async addLinkMachine(name) {
      const machine = { name, ipAddress: '127.0.0.1', port: 0, transport: 'link' } as const;
      return (await addMachine(database.db, machine)).machineId;
    },
    async addUser(email) {
      return (await addUser(database.db, { ...user, email, token: email, subscriptionId })).userId;
    },
    async enqueue(options = {}) {
      const { taskId } = await enqueueTask(database, {
        userId: options.userId ?? userId,
        engineId,
        queuedAtMs: options.queuedAtMs ?? Date.UTC(2025, 0, 1),
        fileName: 'scene.blend',
        filePath: options.filePath ?? join(folder, 'scene.blend'),
        fileSize: 1,
        arguments: options.arguments ?? '-b scene.blend',
        argumentTemplate: options.template ?? null,
        argumentValues: options.values ?? {},
        frames: options.frames ?? [{ first: 1, last: 10 }],
        ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn }),
        ...(options.priority === undefined ? {} : { priority: options.priority }),
      });
      return taskId;
    },
    async details(taskId) {
      const details = await findTask(database.db, { taskId });
      if (details === undefined) throw new Error(`There is no task ${taskId}.`);
      return details;
    },
    attempts: (taskId) => listAttempts(database.db, { taskId }),
    async openAgain() {
      const other = await openDatabase(connectionString);
      others.push(other);
      return other;
    },
    async close() {
      for (const other of others) await other.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Resolves with the first value of `look` that is neither false nor undefined; fails after `limitMs`. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 10_000,
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) return found as Exclude<T, false | undefined>;
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

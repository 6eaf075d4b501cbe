import { randomUUID } from 'node:crypto';
import {
  addEngine,
  addMachine,
  addSubscription,
  addUser,
  enqueueTask,
  grantLeases,
  readLeadership,
  takeLeadership,
  type Database,
  type EnqueueTaskInput,
  type LiveLease,
} from '../index.ts';

/** A moment that every test counts from. */
export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** One user, one engine, two machines, and the right to schedule: what most operations need around them. */
export interface Farm {
  readonly database: Database;
  readonly userId: number;
  readonly engineId: number;
  readonly machineId: number;
  readonly otherMachineId: number;
  readonly generation: number;
  submit(input?: Partial<EnqueueTaskInput>): Promise<number>;
  lease(taskId: number, first: number, last: number, machineId?: number): Promise<LiveLease>;
}

export async function buildFarm(database: Database, queueLimit = 100): Promise<Farm> {
  const { db } = database;
  const { subscriptionId } = await addSubscription(db, { name: 'Default', queueLimit });
  const { userId } = await addUser(db, {
    firstName: 'Test',
    lastName: 'User',
    email: `${randomUUID()}@example.com`,
    subscriptionId,
    isActive: true,
    token: 'my-secret-token',
  });
  const { engineId } = await addEngine(db, {
    name: 'blender',
    extension: '.blend',
    downloadPath: '/srv/renderonline',
    renderArgument: '-b $RENDERONLINE:@uploaded_file',
  });
  const { machineId } = await addMachine(db, { ipAddress: '192.168.1.10', port: 5001 });
  const { machineId: otherMachineId } = await addMachine(db, { ipAddress: '192.168.1.11', port: 5001 });
  const generation = await lead(database);
  return {
    database,
    userId,
    engineId,
    machineId,
    otherMachineId,
    generation,
    submit: async (input = {}) =>
      (await enqueueTask(database, { ...taskOf(userId, engineId), ...input })).taskId,
    lease: async (taskId, first, last, onMachine = machineId) => {
      const [lease] = await grantLeases(database, {
        generation,
        leases: [{ taskId, machineId: onMachine, frames: { first, last }, token: randomUUID() }],
        nowMs: startMs,
        expiresAtMs: startMs + 30_000,
      });
      if (lease === undefined) throw new Error('The lease was not granted.');
      return lease;
    },
  };
}

/** Takes the leadership whoever has it. */
async function lead(database: Database): Promise<number> {
  const expected = await readLeadership(database.db);
  const taken = await takeLeadership(database, { holder: 'test', expected });
  if (taken === undefined) throw new Error('The leadership was not taken.');
  return taken.generation;
}

function taskOf(userId: number, engineId: number): EnqueueTaskInput {
  return {
    userId,
    engineId,
    queuedAtMs: startMs,
    fileName: 'scene.blend',
    filePath: '/srv/renderonline/1/2/scene.blend',
    fileSize: 12_345_678_901,
    arguments: 'blender -b scene.blend',
    argumentTemplate: '-b $RENDERONLINE:@uploaded_file',
    argumentValues: { start_frame: '1', title: "naïve 'quotes' 🎬" },
    frames: [{ first: 1, last: 10 }],
  };
}

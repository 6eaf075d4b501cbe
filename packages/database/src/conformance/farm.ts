import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  addEngine,
  addMachine,
  addSubscription,
  addUser,
  commitFarm,
  enqueueTask,
  lastLeaseId,
  readLeadership,
  takeLeadership,
  type Database,
  type EnqueueTaskInput,
  type FarmBatch,
  type FarmCommit,
  type FrameDone,
  type LeaseEnd,
  type LeaseGrant,
  type LeaseStart,
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
  /** Commits a batch of this farm's leader. */
  commit(batch: Partial<FarmBatch>): Promise<FarmCommit>;
  /** A grant with an id and a token of its own, on the first machine unless said otherwise; not committed yet. */
  newGrant(taskId: number, first: number, last: number, rest?: Partial<LeaseGrant>): LeaseGrant;
  /** A grant that is committed. */
  grant(taskId: number, first: number, last: number, rest?: Partial<LeaseGrant>): Promise<LeaseGrant>;
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
  const commit: Farm['commit'] = (batch) => commitFarm(database, { generation, nowMs: startMs, ...batch });
  let lastId = await lastLeaseId(db);
  const newGrant: Farm['newGrant'] = (taskId, first, last, rest = {}) => {
    lastId += 1;
    return {
      leaseId: lastId,
      taskId,
      machineId,
      frames: { first, last },
      token: randomUUID(),
      isDuplicate: false,
      expiresAtMs: startMs + 30_000,
      ...rest,
    };
  };
  return {
    database,
    userId,
    engineId,
    machineId,
    otherMachineId,
    generation,
    submit: async (input = {}) =>
      (await enqueueTask(database, { ...taskOf(userId, engineId), ...input })).taskId,
    commit,
    newGrant,
    grant: async (taskId, first, last, rest) => {
      const grant = newGrant(taskId, first, last, rest);
      assert.deepEqual((await commit({ grants: [grant] })).refusedGrants, []);
      return grant;
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

/** A task of ten frames, as most tests want it. */
export function taskOf(userId: number, engineId: number): EnqueueTaskInput {
  return {
    userId,
    engineId,
    queuedAtMs: startMs,
    fileName: 'scene.blend',
    filePath: '/srv/renderonline/1/2/scene.blend',
    fileSize: 12_345_678_901,
    arguments: 'blender -b scene.blend',
    argumentTemplate: '-b $RENDERONLINE:@uploaded_file',
    argumentValues: { start_frame: '1', end_frame: '10', title: "naïve 'quotes' 🎬" },
    frames: [{ first: 1, last: 10 }],
  };
}

/** What a commit answers that wrote everything. */
export const nothingRefused: FarmCommit = {
  refusedStarts: [],
  refusedFrames: [],
  refusedEnds: [],
  refusedShrinks: [],
  refusedGrants: [],
  refusedTaskChanges: [],
  waitingTasks: [],
};

/** The start of a granted lease. */
export function startOf({ leaseId, token }: LeaseGrant, startedAtMs = startMs): LeaseStart {
  return { leaseId, token, startedAtMs };
}

/** A frame of a granted lease, done, with one output. */
export function doneOf({ leaseId, token, taskId, frames }: LeaseGrant, frame = frames.first): FrameDone {
  return {
    leaseId,
    token,
    taskId,
    frame,
    renderMs: 1234,
    outputs: [{ name: `frame_${frame}.png`, size: 5_000_000_000, sha256: 'ab'.repeat(32) }],
  };
}

/** A granted lease's good end, an hour after the start of everything. */
export function endOf({ leaseId, token, taskId }: LeaseGrant, changes: Partial<LeaseEnd> = {}): LeaseEnd {
  return {
    leaseId,
    token,
    taskId,
    endedAtMs: startMs + 3_600_000,
    outcome: { kind: 'succeeded' },
    cause: null,
    failedFrame: null,
    logTail: null,
    logPath: null,
    countAs: null,
    handedOver: [],
    ...changes,
  };
}

/** Everything that a commit of the farm may change, as it lies in the tables. */
export async function rowsOfFarm({ db }: Database): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const [table, key] of Object.entries({
    tasks: 'task_id',
    queue: 'task_id',
    frames: 'task_id, frame',
    leases: 'lease_id',
    attempts: 'attempt_id',
    outputs: 'task_id, frame, name',
    scheduler_leadership: 'id',
  })) {
    const answer = await sql<object>`select * from ${sql.table(table)} order by ${sql.raw(key)}`.execute(db);
    rows[table] = answer.rows.map((row) => ({ ...row }));
  }
  return rows;
}

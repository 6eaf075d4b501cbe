import type { TaskState } from '@renderonline/domain';
import { sql } from 'kysely';
import { bulkSelect } from '../bulk/bulk-statements.ts';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import type { LeaseKey } from '../leases/lease.ts';
import { taskStateFrom } from '../tasks/task.ts';
import type { FarmBatch, FarmCommit } from './farm-batch.ts';

/** A task that nobody else changes until the commit is over. */
export interface CommitTask {
  readonly taskId: number;
  readonly state: TaskState;
  readonly isQueued: boolean;
  readonly startTime: string | null;
  readonly machineId: number | null;
  readonly revision: number;
  /** What of it changes with this commit. */
  readonly changes: TaskChanges;
}

/** Gathered while the sections of the batch are written; `settleTasks` writes it into the task's row. */
export interface TaskChanges {
  /** Of the earliest of its leases that began. */
  startedAtMs: number | null;
  /** Whether one of its leases began or ended. */
  hasLeaseChange: boolean;
  failures: number;
  machineLosses: number;
  /** undefined leaves it. */
  notBeforeMs: number | null | undefined;
}

/** A live lease, as it is at this point of the commit. */
export interface CommitLease {
  readonly leaseId: number;
  readonly taskId: number;
  readonly machineId: number;
  readonly token: string;
  readonly firstFrame: number;
  lastFrame: number;
  isRunning: boolean;
  readonly isDuplicate: boolean;
}

/** One commit under way: what was read and locked for it, and what it refused so far. */
export interface Commit {
  readonly trx: Executor;
  readonly generation: number;
  readonly nowMs: number;
  /** Every task that the batch concerns; one that is deleted is absent. */
  readonly tasks: ReadonlyMap<number, CommitTask>;
  /** Every live lease that the batch names; those that it ends leave it. */
  readonly leases: Map<number, CommitLease>;
  /** Frames that this commit knows to be done, by `frameKey`. */
  readonly doneFrames: Set<string>;
  readonly refusals: Omit<FarmCommit, 'waitingTasks'>;
}

export function frameKey(taskId: number, frame: number): string {
  return `${taskId}:${frame}`;
}

/**
 * Locks the tasks of the batch in the order of their ids, as everybody does, and reads its leases. Since
 * nobody changes a task's leases and frames without its lock, what is read here holds until the end.
 */
export async function openCommit(trx: Executor, batch: FarmBatch): Promise<Commit> {
  const tasks = await lockTasks(trx, await taskIdsOf(trx, batch));
  return {
    trx,
    generation: batch.generation,
    nowMs: batch.nowMs,
    tasks,
    leases: await readLeases(trx, leaseIdsOf(batch)),
    doneFrames: new Set(),
    refusals: {
      refusedStarts: [],
      refusedFrames: [],
      refusedEnds: [],
      refusedShrinks: [],
      refusedGrants: [],
      refusedTaskChanges: [],
    },
  };
}

/** The lease, if it lives and the token is its own. */
export function heldLease(commit: Commit, { leaseId, token }: LeaseKey): CommitLease | undefined {
  const lease = commit.leases.get(leaseId);
  return lease?.token === token ? lease : undefined;
}

async function taskIdsOf(trx: Executor, batch: FarmBatch): Promise<Set<number>> {
  const { starts = [], shrinks = [], framesDone = [], ends = [], failedFrames = [] } = batch;
  const { grants = [], taskChanges = [], notBefore = [] } = batch;
  const taskIds = new Set<number>();
  for (const { taskId } of [
    ...framesDone,
    ...ends,
    ...failedFrames,
    ...grants,
    ...taskChanges,
    ...notBefore,
  ]) {
    taskIds.add(taskId);
  }
  // A lease never changes its task, so this may be read before the lock.
  const ofLeases = await bulkSelect<{ task_id: number }>(trx, {
    columns: { id: 'bigint' },
    rows: [...starts, ...shrinks].map(({ leaseId }) => [leaseId]),
    select: 'l.task_id as task_id',
    join: 'join leases l on l.lease_id = r.id',
  });
  for (const row of ofLeases) taskIds.add(row.task_id);
  return taskIds;
}

function leaseIdsOf(batch: FarmBatch): Set<number> {
  const { starts = [], shrinks = [], framesDone = [], ends = [], grants = [] } = batch;
  const leaseIds = new Set<number>();
  for (const { leaseId } of [...starts, ...shrinks, ...framesDone, ...ends, ...grants]) leaseIds.add(leaseId);
  for (const { handedOver } of ends) for (const { toLeaseId } of handedOver) leaseIds.add(toLeaseId);
  return leaseIds;
}

async function lockTasks(trx: Executor, taskIds: ReadonlySet<number>): Promise<Map<number, CommitTask>> {
  const tasks = new Map<number, CommitTask>();
  if (taskIds.size === 0) return tasks;
  const { rows } = await sql<{
    task_id: number;
    state: string;
    start_time: string | null;
    machine_id: number | null;
    revision: number;
    queue_id: number | null;
  }>`select task_id, state, start_time, machine_id, revision,
      (select queue_id from queue q where q.task_id = tasks.task_id) as queue_id
    from tasks where task_id in ${idsIn(trx, [...taskIds])} order by task_id
    ${sql.raw(isMysql(trx) ? 'for update' : '')}`.execute(trx);
  for (const row of rows) {
    tasks.set(row.task_id, {
      taskId: row.task_id,
      state: taskStateFrom(row.state),
      isQueued: row.queue_id !== null,
      startTime: row.start_time,
      machineId: row.machine_id,
      revision: row.revision,
      changes: {
        startedAtMs: null,
        hasLeaseChange: false,
        failures: 0,
        machineLosses: 0,
        notBeforeMs: undefined,
      },
    });
  }
  return tasks;
}

async function readLeases(trx: Executor, leaseIds: ReadonlySet<number>): Promise<Map<number, CommitLease>> {
  const rows = await bulkSelect<{
    lease_id: number;
    task_id: number;
    machine_id: number;
    token: string;
    first_frame: number;
    last_frame: number;
    state: string;
    is_duplicate: number;
  }>(trx, {
    columns: { id: 'bigint' },
    rows: [...leaseIds].map((id) => [id]),
    select: `l.lease_id as lease_id, l.task_id as task_id, l.machine_id as machine_id, l.token as token,
      l.first_frame as first_frame, l.last_frame as last_frame, l.state as state, l.is_duplicate as is_duplicate`,
    join: 'join leases l on l.lease_id = r.id',
  });
  return new Map(
    rows.map((row) => [
      row.lease_id,
      {
        leaseId: row.lease_id,
        taskId: row.task_id,
        machineId: row.machine_id,
        token: row.token,
        firstFrame: row.first_frame,
        lastFrame: row.last_frame,
        isRunning: row.state === 'running',
        isDuplicate: row.is_duplicate !== 0,
      },
    ]),
  );
}

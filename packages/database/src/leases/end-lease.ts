import { nextFrameState, type AttemptOutcome, type FrameEvent, type TaskState } from '@renderonline/domain';
import { recordAttemptEnd } from '../attempts/record-attempt-end.ts';
import type { Database, Executor } from '../database.ts';
import { toStoredTimeOrNull } from '../stored-times.ts';
import { changeTask, lockTask, type LockedTask } from '../tasks/locked-task.ts';
import { endLeasesOfTask, type EndedLease } from './end-leases-of-task.ts';
import { findHeldLease } from './find-held-lease.ts';

export interface EndLeaseInput {
  readonly leaseId: number;
  readonly token: string;
  /** Milliseconds since 1970 UTC. */
  readonly endedAtMs: number;
  readonly outcome: AttemptOutcome;
  /** What becomes of the lease's frames: rendered, to be rendered again, or given up with their task. */
  readonly frames: 'done' | 'pending' | 'failed';
  /** Milliseconds since 1970 UTC before which the task is not given out again; now when absent. */
  readonly notBeforeMs?: number;
  /** Why the task fails, for people. */
  readonly reason?: string;
  /** Whether it counts towards the attempts that a task may fail, or the machines it may lose. */
  readonly countAs: 'failure' | 'machine-loss' | null;
  readonly logPath?: string;
}

export type EndLeaseResult =
  | {
      readonly applied: true;
      readonly taskId: number;
      readonly taskState: TaskState;
      /** Other leases of the task that ended with it, whose machines have to be told. */
      readonly endedLeases: readonly EndedLease[];
    }
  /** The lease had ended before, or the token was another's: nothing changed. */
  | { readonly applied: false };

/**
 * Ends a lease with what came of it: attempt, frames, task and queue change together. Whoever comes late
 * finds the lease gone and changes nothing.
 */
export async function endLease(database: Database, input: EndLeaseInput): Promise<EndLeaseResult> {
  return database.transaction(async (trx) => {
    const lease = await findHeldLease(trx, input);
    if (lease === undefined) return { applied: false };
    const task = await lockTask(trx, lease.task_id);
    const { numDeletedRows } = await trx
      .deleteFrom('leases')
      .where('lease_id', '=', input.leaseId)
      .where('token', '=', input.token)
      .executeTakeFirst();
    // It ended while this waited for the task's lock.
    if (task === undefined || numDeletedRows === 0n) return { applied: false };
    await recordAttemptEnd(trx, { ...input, attemptId: input.leaseId });
    await setFrames(trx, task.taskId, input);
    await countAgainstTask(trx, task.taskId, input);
    const { taskState, endedLeases } = await settleTask(trx, task, input, lease.granted_at);
    return { applied: true, taskId: task.taskId, taskState, endedLeases };
  });
}

const frameEventOf = {
  done: 'complete',
  pending: 'release',
  failed: 'fail',
} as const satisfies Record<EndLeaseInput['frames'], FrameEvent>;

async function setFrames(trx: Executor, taskId: number, { leaseId, frames }: EndLeaseInput): Promise<void> {
  await trx
    .updateTable('frames')
    .set({ state: nextFrameState('leased', frameEventOf[frames]), lease_id: null })
    .where('task_id', '=', taskId)
    .where('state', '=', 'leased')
    .where('lease_id', '=', leaseId)
    .execute();
}

async function countAgainstTask(trx: Executor, taskId: number, input: EndLeaseInput): Promise<void> {
  await trx
    .updateTable('tasks')
    .set((of) => ({
      not_before: toStoredTimeOrNull(input.notBeforeMs ?? null),
      ...(input.countAs === 'failure' ? { failed_attempts: of('failed_attempts', '+', 1) } : {}),
      ...(input.countAs === 'machine-loss' ? { machine_losses: of('machine_losses', '+', 1) } : {}),
    }))
    .where('task_id', '=', taskId)
    .execute();
}

async function settleTask(
  trx: Executor,
  task: LockedTask,
  input: EndLeaseInput,
  startTime: string,
): Promise<{ taskState: TaskState; endedLeases: EndedLease[] }> {
  const { endedAtMs } = input;
  if (input.frames === 'failed') {
    const message = 'Another attempt of the task failed for the last time.';
    const endedLeases = await endLeasesOfTask(trx, { taskId: task.taskId, endedAtMs, message });
    const change = { event: 'fail', endedAtMs, reason: input.reason ?? null } as const;
    return { taskState: await changeTask(trx, task, change), endedLeases };
  }
  if (input.frames === 'done' && !(await hasFramesLeft(trx, task.taskId))) {
    const change = { event: 'succeed', startTime, endedAtMs } as const;
    return { taskState: await changeTask(trx, task, change), endedLeases: [] };
  }
  const other = await trx
    .selectFrom('leases')
    .select('machine_id')
    .where('task_id', '=', task.taskId)
    .where('state', '=', 'running')
    .orderBy('lease_id')
    .limit(1)
    .executeTakeFirst();
  if (other === undefined) {
    return { taskState: await changeTask(trx, task, { event: 'requeue' }), endedLeases: [] };
  }
  await trx
    .updateTable('tasks')
    .set({ machine_id: other.machine_id })
    .where('task_id', '=', task.taskId)
    .execute();
  return { taskState: task.state, endedLeases: [] };
}

async function hasFramesLeft(trx: Executor, taskId: number): Promise<boolean> {
  const row = await trx
    .selectFrom('frames')
    .select('frame')
    .where('task_id', '=', taskId)
    .where('state', 'in', ['pending', 'leased', 'failed'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

import { nextTaskState, type TaskEvent, type TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { toStoredTime } from '../stored-times.ts';
import { taskStateFrom } from './task.ts';

/** A task that nobody else changes until the transaction ends. */
export interface LockedTask {
  readonly taskId: number;
  readonly state: TaskState;
  readonly startTime: string | null;
  readonly isQueued: boolean;
}

/**
 * Locks a task's row first, before its leases and frames: whoever changes a task does, so that two of them
 * wait for each other in place of deadlocking.
 */
export async function lockTask(trx: Executor, taskId: number): Promise<LockedTask | undefined> {
  const row = await trx
    .selectFrom('tasks')
    .select(['state', 'start_time'])
    .where('task_id', '=', taskId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const queued = await trx
    .selectFrom('queue')
    .select('queue_id')
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return {
    taskId,
    state: taskStateFrom(row.state),
    startTime: row.start_time,
    isQueued: queued !== undefined,
  };
}

/** What goes with an event of a task. Times are milliseconds since 1970 UTC. */
export type TaskChange =
  | { readonly event: 'start'; readonly startedAtMs: number; readonly machineId: number }
  | { readonly event: 'requeue' }
  | { readonly event: 'succeed'; readonly startTime: string; readonly endedAtMs: number }
  | { readonly event: 'fail'; readonly endedAtMs: number; readonly reason: string | null }
  | { readonly event: 'cancel'; readonly endedAtMs: number };

/**
 * Moves a locked task to its next state. The columns of the specification (`is_running`, `is_success`, times,
 * `machine_id`) change in the same statement, so that they are never seen to contradict the state; a task
 * that ends leaves the queue.
 *
 * @throws 'state-transition-invalid'
 */
export async function changeTask(trx: Executor, task: LockedTask, change: TaskChange): Promise<TaskState> {
  const state = nextTaskState(task.state, change.event satisfies TaskEvent);
  await trx
    .updateTable('tasks')
    .set({ state, ...columnsOf(task, change) })
    .where('task_id', '=', task.taskId)
    .execute();
  if (change.event !== 'start' && change.event !== 'requeue') {
    await trx.deleteFrom('queue').where('task_id', '=', task.taskId).execute();
  }
  return state;
}

function columnsOf(task: LockedTask, change: TaskChange) {
  switch (change.event) {
    case 'start':
      return {
        is_running: 1,
        machine_id: change.machineId,
        start_time: task.startTime ?? toStoredTime(change.startedAtMs),
      };
    case 'requeue':
      return { is_running: 0, machine_id: null };
    case 'succeed':
      return {
        is_running: 0,
        is_success: 1,
        // The word that the render began may have been lost.
        start_time: task.startTime ?? change.startTime,
        end_time: toStoredTime(change.endedAtMs),
      };
    case 'fail':
      return {
        is_running: 0,
        is_success: 0,
        end_time: toStoredTime(change.endedAtMs),
        failure_reason: change.reason,
      };
    case 'cancel':
      return { is_running: 0, end_time: toStoredTime(change.endedAtMs) };
  }
}

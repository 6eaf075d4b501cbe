import type { TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { taskStateFrom } from './task.ts';

/** A task that nobody else changes until the transaction ends. */
export interface LockedTask {
  readonly taskId: number;
  readonly state: TaskState;
  readonly isQueued: boolean;
}

/**
 * Locks a task's row first, before its leases and frames: whoever changes a task does, so that two of them
 * wait for each other in place of deadlocking.
 */
export async function lockTask(trx: Executor, taskId: number): Promise<LockedTask | undefined> {
  const row = await trx
    .selectFrom('tasks')
    .select('state')
    .where('task_id', '=', taskId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const queued = await trx
    .selectFrom('queue')
    .select('queue_id')
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return { taskId, state: taskStateFrom(row.state), isQueued: queued !== undefined };
}

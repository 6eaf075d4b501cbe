import { isTaskEnded, nextTaskState, v1Refusals } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { reviveWaitingTasks } from '../dependencies/revive-waiting-tasks.ts';
import { lockWaitingTasks, touchTasks } from '../dependencies/waiting-tasks.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { lockProjectOf } from '../projects/lock-project-of.ts';
import { countQueuedTasks } from './count-queued-tasks.ts';
import { lockTask, type LockedTask } from './locked-task.ts';
import { queueLimitOf } from './queue-limit-of.ts';
import { taskNotFound } from './task-not-found.ts';

/**
 * Locks a task that a person changes, and its user before it: the task may need a place under the user's queue
 * limit, which submissions at the same moment want too.
 *
 * @throws 'task-not-found'
 */
export async function lockTaskOfPerson(
  trx: Executor,
  taskId: number,
): Promise<LockedTask & { userId: number }> {
  const row = await trx
    .selectFrom('tasks')
    .select('user_id')
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  if (row === undefined) throw taskNotFound(taskId);
  const userId = row.user_id;
  await trx
    .selectFrom('users')
    .select('user_id')
    .where('user_id', '=', userId)
    .$if(isMysql(trx), (query) => query.forUpdate())
    .execute();
  const task = await lockTask(trx, taskId);
  if (task === undefined) throw taskNotFound(taskId);
  return { ...task, userId };
}

/**
 * Tells the scheduler that the task changed, and puts one that has ended back into the queue: as old as it
 * was, with its first start, and without what its end left. Tasks that were canceled because of its end come back with
 * it, and those that were about to start wait for it again.
 *
 * @throws for a task that has ended: 'queue-limit-reached' when it or one that comes back with it has no place,
 *   'project-not-found' when its project was deleted since, 'project-incomplete'
 */
export async function reopenTask(
  trx: Executor,
  task: LockedTask & { readonly userId: number },
): Promise<void> {
  const { taskId, userId } = task;
  const isEnded = isTaskEnded(task.state);
  if (isEnded) {
    await lockProjectOf(trx, task);
    await trx.insertInto('queue').values({ task_id: taskId }).execute();
  }
  await trx
    .updateTable('tasks')
    .set((of) => ({
      revision: of('revision', '+', 1),
      not_before: null,
      ...(isEnded
        ? {
            state: nextTaskState(task.state, 'reopen'),
            is_running: 0,
            is_success: 0,
            end_time: null,
            machine_id: null,
            failure_reason: null,
            ended_with_task_id: null,
          }
        : {}),
    }))
    .where('task_id', '=', taskId)
    .execute();
  if (!isEnded) return;
  await touchTasks(trx, [...(await lockWaitingTasks(trx, [taskId])).keys()]);
  await reviveWaitingTasks(trx, { taskId });
  const queueLimit = (await queueLimitOf(trx, { userId })) ?? 0;
  if ((await countQueuedTasks(trx, { userId })) > queueLimit) throw v1Refusals.queueLimitReached(queueLimit);
}

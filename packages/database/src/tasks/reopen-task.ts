import { isTaskEnded, nextTaskState, v1Refusals } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { lockProject } from '../projects/lock-project.ts';
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
 * was, with its first start, and without what its end left.
 *
 * @throws for a task that has ended: 'queue-limit-reached', 'project-not-found' when its project was deleted since,
 *   'project-incomplete'
 */
export async function reopenTask(
  trx: Executor,
  task: LockedTask & { readonly userId: number },
): Promise<void> {
  const { taskId, userId } = task;
  const isEnded = isTaskEnded(task.state);
  if (isEnded) {
    const queueLimit = (await queueLimitOf(trx, { userId })) ?? 0;
    if ((await countQueuedTasks(trx, { userId })) >= queueLimit)
      throw v1Refusals.queueLimitReached(queueLimit);
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
          }
        : {}),
    }))
    .where('task_id', '=', taskId)
    .execute();
}

async function lockProjectOf(
  trx: Executor,
  { taskId, userId }: { readonly taskId: number; readonly userId: number },
): Promise<void> {
  const render = await trx
    .selectFrom('tasks')
    .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
    .select('renders.project_id')
    .where('tasks.task_id', '=', taskId)
    .executeTakeFirst();
  const projectId = render?.project_id ?? null;
  if (projectId !== null) await lockProject(trx, { projectId, userId });
}

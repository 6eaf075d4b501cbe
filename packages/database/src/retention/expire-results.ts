import type { Database, Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { lockTask } from '../tasks/locked-task.ts';
import { neededTasks } from './needed-tasks.ts';

/**
 * Lets go of the results of a task that has ended and whose results nothing waits for; the task stays with its frames
 * and attempts. The files go after it (`listUnmeasuredTasks` names it until they are measured anew), so that nobody is
 * promised what is not there.
 *
 * @returns whether it did: not when the task is gone, was put into the queue again, is needed, or another one in
 *   the queue has the same folder
 */
export async function expireResults(
  database: Database,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<boolean> {
  const { taskId, nowMs } = input;
  return database.transaction(async (trx) => {
    const task = await lockTask(trx, taskId);
    if (task === undefined || task.isQueued || (await neededTasks(trx, taskId)).has(taskId)) return false;
    const sharing = await tasksOfFolder(trx, taskId);
    if (sharing.some(({ queue_id: queueId }) => queueId !== null)) return false;
    const taskIds = sharing.map((one) => one.task_id);
    await trx.deleteFrom('outputs').where('task_id', 'in', taskIds).execute();
    await trx.deleteFrom('task_storage').where('task_id', 'in', taskIds).execute();
    await trx
      .updateTable('tasks')
      .set((of) => ({ results_expired_at: toStoredTime(nowMs), revision: of('revision', '+', 1) }))
      .where('task_id', 'in', taskIds)
      .execute();
    return true;
  });
}

/** The task, and others that have its folder: rows of 1.x may share a render. */
function tasksOfFolder(trx: Executor, taskId: number) {
  return trx
    .selectFrom('tasks')
    .leftJoin('queue', 'queue.task_id', 'tasks.task_id')
    .select(['tasks.task_id', 'queue.queue_id'])
    .where('tasks.render_id', 'in', (of) =>
      of.selectFrom('tasks as own').select('own.render_id').where('own.task_id', '=', taskId),
    )
    .execute();
}

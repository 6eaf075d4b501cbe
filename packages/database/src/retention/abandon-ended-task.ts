import type { Database } from '../database.ts';
import { deleteTaskRows } from '../tasks/delete-task.ts';
import { lockTask } from '../tasks/locked-task.ts';
import { neededTasks } from './needed-tasks.ts';

/**
 * Deletes a task that has ended and that nothing waits for, and notes its folder as one to be removed: the files go
 * after the rows, so that nobody finds a task without its files, and before a restart forgets them.
 *
 * @returns whether it was deleted: not when it is gone, was put into the queue again, or is needed
 */
export async function abandonEndedTask(
  database: Database,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<boolean> {
  const { taskId } = input;
  return database.transaction(async (trx) => {
    const task = await lockTask(trx, taskId);
    if (task === undefined || task.isQueued || (await neededTasks(trx, taskId)).has(taskId)) return false;
    const { render_id: renderId, file_path: filePath } = await trx
      .selectFrom('tasks')
      .innerJoin('renders', 'renders.render_id', 'tasks.render_id')
      .select(['renders.render_id', 'renders.file_path'])
      .where('tasks.task_id', '=', taskId)
      .executeTakeFirstOrThrow();
    if (!(await deleteTaskRows(trx, input))) return false;
    // Rows of 1.x may share a render.
    const other = await trx
      .selectFrom('tasks')
      .select('task_id')
      .where('render_id', '=', renderId)
      .executeTakeFirst();
    if (other === undefined)
      await trx.insertInto('abandoned_folders').values({ file_path: filePath }).execute();
    return true;
  });
}

import type { Database } from '../database.ts';

/**
 * Deletes a task with its frames, leases, attempts, place in the queue and render row. End its renders
 * (`cancelTask`) and remove its files first.
 *
 * @returns whether there was such a task
 */
export async function deleteTask(database: Database, input: { readonly taskId: number }): Promise<boolean> {
  return database.transaction(async (trx) => {
    const task = await trx
      .selectFrom('tasks')
      .select('render_id')
      .where('task_id', '=', input.taskId)
      .executeTakeFirst();
    if (task === undefined) return false;
    const { numDeletedRows } = await trx
      .deleteFrom('tasks')
      .where('task_id', '=', input.taskId)
      .executeTakeFirst();
    // Rows of 1.x may share a render.
    await trx
      .deleteFrom('renders')
      .where('render_id', '=', task.render_id)
      .where((of) =>
        of.not(
          of.exists(
            of.selectFrom('tasks').select('tasks.task_id').where('tasks.render_id', '=', task.render_id),
          ),
        ),
      )
      .execute();
    return numDeletedRows > 0n;
  });
}

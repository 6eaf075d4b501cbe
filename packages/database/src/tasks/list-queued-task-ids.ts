import type { Executor } from '../database.ts';

/** The tasks of a user that have not ended: no more than the queue limit, and those that wait for others. */
export async function listQueuedTaskIds(
  executor: Executor,
  input: { readonly userId: number },
): Promise<number[]> {
  const rows = await executor
    .selectFrom('queue')
    .innerJoin('tasks', 'tasks.task_id', 'queue.task_id')
    .select('tasks.task_id')
    .where('tasks.user_id', '=', input.userId)
    .execute();
  return rows.map((row) => row.task_id);
}

import type { Executor } from '../database.ts';

/** Whose tasks these are, by task id; those that are not there are absent. */
export async function listTaskOwners(
  executor: Executor,
  input: { readonly taskIds: readonly number[] },
): Promise<Map<number, number>> {
  if (input.taskIds.length === 0) return new Map();
  const rows = await executor
    .selectFrom('tasks')
    .select(['task_id', 'user_id'])
    .where('task_id', 'in', input.taskIds)
    .execute();
  return new Map(rows.map((row) => [row.task_id, row.user_id]));
}

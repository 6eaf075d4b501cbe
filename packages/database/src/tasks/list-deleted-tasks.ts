import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

export interface DeletedTask {
  readonly taskId: number;
  readonly userId: number;
}

/**
 * Tasks that were deleted since, oldest first; what is longer ago than a week is forgotten.
 *
 * @param input.userId only this user's; everybody's when absent
 * @param input.sinceMs milliseconds since 1970 UTC
 * @param input.limit the newest so many
 */
export async function listDeletedTasks(
  executor: Executor,
  input: { readonly userId?: number; readonly sinceMs: number; readonly limit: number },
): Promise<DeletedTask[]> {
  const { userId, sinceMs, limit } = input;
  let query = executor
    .selectFrom('deleted_tasks')
    .select(['task_id', 'user_id'])
    .where('deleted_at', '>=', toStoredTime(sinceMs))
    .orderBy('deleted_at', 'desc')
    .orderBy('task_id', 'desc')
    .limit(limit);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  const rows = await query.execute();
  return rows.reverse().map((row) => ({ taskId: row.task_id, userId: row.user_id }));
}

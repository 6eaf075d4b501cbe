import type { Executor } from '../database.ts';
import { detailsFromRows, selectTaskDetails, type TaskDetails } from './task-details.ts';

/**
 * Tasks, newest first.
 *
 * @param input.userId only this user's; everybody's when absent
 * @param input.beforeTaskId only older ones than this task: for the next page
 */
export async function listTasks(
  executor: Executor,
  input: { readonly userId?: number; readonly limit: number; readonly beforeTaskId?: number },
): Promise<TaskDetails[]> {
  const { userId, beforeTaskId } = input;
  let query = selectTaskDetails(executor).orderBy('tasks.task_id', 'desc').limit(input.limit);
  if (userId !== undefined) query = query.where('tasks.user_id', '=', userId);
  if (beforeTaskId !== undefined) query = query.where('tasks.task_id', '<', beforeTaskId);
  return detailsFromRows(executor, await query.execute());
}

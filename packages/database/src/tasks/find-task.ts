import type { Executor } from '../database.ts';
import { detailsFromRows, selectTaskDetails, type TaskDetails } from './task-details.ts';

/** The task of an id; with `userId`, only when it is that user's. */
export async function findTask(
  executor: Executor,
  input: { readonly taskId: number; readonly userId?: number },
): Promise<TaskDetails | undefined> {
  let query = selectTaskDetails(executor).where('tasks.task_id', '=', input.taskId);
  if (input.userId !== undefined) query = query.where('tasks.user_id', '=', input.userId);
  const [details] = await detailsFromRows(executor, await query.execute());
  return details;
}

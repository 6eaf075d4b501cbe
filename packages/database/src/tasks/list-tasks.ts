import type { TaskState } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { detailsFromRows, selectTaskDetails, type TaskDetails } from './task-details.ts';

export interface TaskFilter {
  /** Only this user's; everybody's when absent. */
  readonly userId?: number;
  readonly taskIds?: readonly number[];
  readonly states?: readonly TaskState[];
  readonly engineId?: number;
  /** Only those whose file's name has this in it, in any case. */
  readonly fileNamePart?: string;
  /** Only those that ended at this moment (milliseconds since 1970 UTC) or later. */
  readonly endedSinceMs?: number;
  /** Only older ones than this task: for the next page. */
  readonly beforeTaskId?: number;
}

/** Tasks, newest first. */
export async function listTasks(
  executor: Executor,
  input: TaskFilter & { readonly limit: number },
): Promise<TaskDetails[]> {
  const { userId, taskIds, states, engineId, fileNamePart, endedSinceMs, beforeTaskId } = input;
  let query = selectTaskDetails(executor).orderBy('tasks.task_id', 'desc').limit(input.limit);
  if (userId !== undefined) query = query.where('tasks.user_id', '=', userId);
  if (taskIds !== undefined) {
    if (taskIds.length === 0) return [];
    query = query.where('tasks.task_id', 'in', taskIds);
  }
  if (states !== undefined) query = query.where('tasks.state', 'in', states);
  if (engineId !== undefined) query = query.where('renders.engine_id', '=', engineId);
  if (fileNamePart !== undefined) {
    query = query.where(sql<boolean>`renders.file_name like ${containing(fileNamePart)} escape '!'`);
  }
  if (endedSinceMs !== undefined) query = query.where('tasks.end_time', '>=', toStoredTime(endedSinceMs));
  if (beforeTaskId !== undefined) query = query.where('tasks.task_id', '<', beforeTaskId);
  return detailsFromRows(executor, await query.execute());
}

/** A pattern for LIKE; what would be a wildcard in it is meant as it is written. */
function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

import type { TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { taskStateFrom } from './task.ts';
import { taskNotFound } from './task-not-found.ts';

/** @throws 'task-not-found' */
export async function readTaskState(executor: Executor, taskId: number): Promise<TaskState> {
  const row = await executor
    .selectFrom('tasks')
    .select('state')
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  if (row === undefined) throw taskNotFound(taskId);
  return taskStateFrom(row.state);
}

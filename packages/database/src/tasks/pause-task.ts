import { nextTaskState, type TaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { readTaskState } from './read-task-state.ts';

/**
 * Gives nothing of the task out any more; what machines already have goes on, and counts. Pausing a task that
 * is paused changes nothing.
 *
 * @returns 'paused'
 * @throws 'task-not-found', 'state-transition-invalid' when it has ended
 */
export async function pauseTask(executor: Executor, input: { readonly taskId: number }): Promise<TaskState> {
  const { taskId } = input;
  const { numUpdatedRows } = await executor
    .updateTable('tasks')
    .set((of) => ({ state: 'paused', is_running: 0, revision: of('revision', '+', 1) }))
    .where('task_id', '=', taskId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return 'paused';
  const state = await readTaskState(executor, taskId);
  return state === 'paused' ? state : nextTaskState(state, 'pause');
}

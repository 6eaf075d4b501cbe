import { nextTaskState, type TaskState } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { readTaskState } from './read-task-state.ts';

const isRendering = sql`exists (select 1 from leases where leases.task_id = tasks.task_id and leases.state = 'running')`;

/**
 * Gives a paused task out again: it is `running` at once when a machine still renders some of it. Resuming
 * one that waits or renders changes nothing.
 *
 * @returns its state now
 * @throws 'task-not-found', 'state-transition-invalid' when it has ended
 */
export async function resumeTask(executor: Executor, input: { readonly taskId: number }): Promise<TaskState> {
  const { taskId } = input;
  await executor
    .updateTable('tasks')
    .set((of) => ({
      // MySQL sets one column after the other: this one comes before the state that it depends on.
      is_running: sql<number>`case when ${isRendering} then 1 else 0 end`,
      revision: of('revision', '+', 1),
      state: sql<string>`case when ${isRendering} then 'running' else 'queued' end`,
    }))
    .where('task_id', '=', taskId)
    .where('state', '=', 'paused')
    .execute();
  const state = await readTaskState(executor, taskId);
  return state === 'queued' || state === 'running' ? state : nextTaskState(state, 'resume');
}

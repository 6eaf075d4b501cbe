import { domainError } from '@renderonline/domain';
import { checkInteger } from '../checked-values.ts';
import type { Executor } from '../database.ts';
import { readTaskState } from './read-task-state.ts';

const limits = { min: -2_147_483_648, max: 2_147_483_647 };

/**
 * Larger goes first.
 *
 * @throws 'task-not-found', 'state-transition-invalid' when it has ended, 'value-invalid'
 */
export async function setTaskPriority(
  executor: Executor,
  input: { readonly taskId: number; readonly priority: number },
): Promise<void> {
  const { taskId } = input;
  const priority = checkInteger('The priority', input.priority, limits);
  const { numUpdatedRows } = await executor
    .updateTable('tasks')
    .set((of) => ({ priority, revision: of('revision', '+', 1) }))
    .where('task_id', '=', taskId)
    .where('state', 'in', ['queued', 'running', 'paused'])
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const state = await readTaskState(executor, taskId);
  throw domainError(
    'state-transition-invalid',
    `A task that is ${state} has no place in the queue to change.`,
    {
      what: 'task',
      state,
      event: 'set-priority',
    },
  );
}

import type { Executor } from '../database.ts';
import { readTaskState } from './read-task-state.ts';
import { taskOptionColumns, type TaskOptionsInput } from './task-options.ts';

/**
 * Changes the options that are given and leaves the others. Leases that machines already have stay.
 *
 * @throws 'task-not-found', 'value-invalid'
 */
export async function setTaskRequirements(
  executor: Executor,
  input: { readonly taskId: number } & TaskOptionsInput,
): Promise<void> {
  const { taskId, ...options } = input;
  const columns = taskOptionColumns(options);
  const { numUpdatedRows } = await executor
    .updateTable('tasks')
    .set((of) => ({ ...columns, revision: of('revision', '+', 1) }))
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) await readTaskState(executor, taskId);
}

import type { Executor } from '../database.ts';

/** The logs of an ended task are gone. */
export async function noteRemovedLogs(executor: Executor, input: { readonly taskId: number }): Promise<void> {
  await executor
    .updateTable('task_storage')
    .set({ log_bytes: 0 })
    .where('task_id', '=', input.taskId)
    .execute();
}

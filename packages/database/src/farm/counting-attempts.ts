import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import type { FarmTaskRow } from './load-farm-tasks.ts';

type CountingAttempts = Pick<FarmTaskRow, 'failures' | 'machineLosses'>;

/** What of these tasks failed and was lost so far, by task id. */
export async function countingAttempts(
  executor: Executor,
  taskIds: readonly number[],
): Promise<(taskId: number) => CountingAttempts> {
  const rows = await executor
    .selectFrom('attempts')
    .select(['task_id', 'machine_id', 'counts_as', 'failed_frame', 'first_frame'])
    .where('task_id', 'in', idsIn<number>(executor, taskIds))
    .where('counts_as', 'in', ['failure', 'machine-loss'])
    .orderBy('attempt_id')
    .execute();
  const ofTasks = new Map<
    number,
    { failures: { frame: number; machineId: number }[]; machineLosses: { frame: number }[] }
  >();
  for (const row of rows) {
    const ofTask = ofTasks.get(row.task_id) ?? { failures: [], machineLosses: [] };
    ofTasks.set(row.task_id, ofTask);
    // Attempts of earlier versions did not say at which frame they failed.
    const frame = row.failed_frame ?? row.first_frame;
    if (row.counts_as === 'machine-loss') ofTask.machineLosses.push({ frame });
    // On a machine that was removed since, nothing will be rendered again.
    else if (row.machine_id !== null) ofTask.failures.push({ frame, machineId: row.machine_id });
  }
  return (taskId) => ofTasks.get(taskId) ?? { failures: [], machineLosses: [] };
}

import type { Executor } from '../database.ts';

/**
 * Whether a task was ever given to a machine.
 *
 * @param input.leaseId only under this lease; any when absent
 */
export async function hasAttempt(
  executor: Executor,
  input: { readonly taskId: number; readonly machineId: number; readonly leaseId?: number },
): Promise<boolean> {
  let query = executor
    .selectFrom('attempts')
    .select('attempt_id')
    .where('task_id', '=', input.taskId)
    .where('machine_id', '=', input.machineId)
    .limit(1);
  if (input.leaseId !== undefined) query = query.where('attempt_id', '=', input.leaseId);
  return (await query.executeTakeFirst()) !== undefined;
}

import type { Executor } from '../database.ts';

/** How often a task was given to a machine so far. */
export async function countAttempts(
  executor: Executor,
  input: { readonly taskId: number; readonly machineId: number },
): Promise<number> {
  const { count } = await executor
    .selectFrom('attempts')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('task_id', '=', input.taskId)
    .where('machine_id', '=', input.machineId)
    .executeTakeFirstOrThrow();
  return count;
}

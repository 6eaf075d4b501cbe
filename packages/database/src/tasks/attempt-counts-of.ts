import type { Executor } from '../database.ts';

/** What a task has cost so far, as domain's afterAttempt asks for it. */
export interface AttemptCounts {
  readonly failedAttempts: number;
  readonly machineLosses: number;
}

/** The task's counters; zeros for a task that is gone, whose lease is gone with it. */
export async function attemptCountsOf(
  executor: Executor,
  input: { readonly taskId: number },
): Promise<AttemptCounts> {
  const row = await executor
    .selectFrom('tasks')
    .select(['failed_attempts', 'machine_losses'])
    .where('task_id', '=', input.taskId)
    .executeTakeFirst();
  return { failedAttempts: row?.failed_attempts ?? 0, machineLosses: row?.machine_losses ?? 0 };
}

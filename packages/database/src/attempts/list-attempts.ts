import type { Executor } from '../database.ts';
import { attemptFromRow, type Attempt } from './attempt.ts';

/**
 * More than a task can have that fails or loses machines; only machines that decline it again and again, for
 * days, make more.
 */
const newestAtMost = 1000;

/** The newest 1,000 attempts of a task, in the order in which they were granted. */
export async function listAttempts(
  executor: Executor,
  input: { readonly taskId: number },
): Promise<Attempt[]> {
  const rows = await executor
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .orderBy('attempt_id', 'desc')
    .limit(newestAtMost)
    .execute();
  return rows.reverse().map(attemptFromRow);
}

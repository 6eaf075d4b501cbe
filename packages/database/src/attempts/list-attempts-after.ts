import type { Executor } from '../database.ts';
import { attemptFromRow, type Attempt } from './attempt.ts';

/**
 * A task's attempts in the order in which they were granted, page by page.
 *
 * @param input.afterAttemptId only later ones; 0 for the first page
 */
export async function listAttemptsAfter(
  executor: Executor,
  input: { readonly taskId: number; readonly afterAttemptId: number; readonly limit: number },
): Promise<Attempt[]> {
  const rows = await executor
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .where('attempt_id', '>', input.afterAttemptId)
    .orderBy('attempt_id')
    .limit(input.limit)
    .execute();
  return rows.map(attemptFromRow);
}

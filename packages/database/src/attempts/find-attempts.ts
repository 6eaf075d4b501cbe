import type { Executor } from '../database.ts';
import { attemptFromRow, type Attempt } from './attempt.ts';

/** Those of these attempts that the task has, in the order in which they were granted. */
export async function findAttempts(
  executor: Executor,
  input: { readonly taskId: number; readonly attemptIds: readonly number[] },
): Promise<Attempt[]> {
  if (input.attemptIds.length === 0) return [];
  const rows = await executor
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .where('attempt_id', 'in', [...input.attemptIds])
    .orderBy('attempt_id')
    .execute();
  return rows.map(attemptFromRow);
}

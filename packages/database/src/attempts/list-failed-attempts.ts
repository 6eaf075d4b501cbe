import type { Executor } from '../database.ts';
import { attemptFromRow, type Attempt } from './attempt.ts';

/** The newest attempts of a task that neither succeeded nor were canceled, the newest first. */
export async function listFailedAttempts(
  executor: Executor,
  input: { readonly taskId: number; readonly limit: number },
): Promise<Attempt[]> {
  const rows = await executor
    .selectFrom('attempts')
    .selectAll()
    .where('task_id', '=', input.taskId)
    .where('counts_as', 'in', ['failure', 'machine-loss', 'nothing'])
    .orderBy('attempt_id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(attemptFromRow);
}

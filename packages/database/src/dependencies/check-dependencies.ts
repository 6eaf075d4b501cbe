import { domainError, hopelessText, judgeAwaited } from '@renderonline/domain';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { taskStateFrom } from '../tasks/task.ts';

/**
 * Refuses tasks that a new one of this user cannot wait for.
 *
 * @param input.taskId the new one, in the transaction that inserts it: what it waits for is older, so nothing ever
 *   waits in a circle; and locked, so that none ends unseen meanwhile
 * @throws 'dependency-not-found' for one that is not there, newer, or another user's; 'dependency-ended' for one that
 *   failed or was canceled
 */
export async function checkDependencies(
  executor: Executor,
  input: { readonly userId: number; readonly dependsOn: readonly number[]; readonly taskId?: number },
): Promise<void> {
  const { userId, dependsOn, taskId } = input;
  if (dependsOn.length === 0) return;
  const isInserting = taskId !== undefined;
  const rows = await executor
    .selectFrom('tasks')
    .select(['task_id', 'state'])
    .where('task_id', 'in', idsIn<number>(executor, dependsOn))
    .where('user_id', '=', userId)
    .$if(isInserting, (query) => query.where('task_id', '<', taskId ?? 0))
    .orderBy('task_id')
    .$if(isInserting && isMysql(executor), (query) => query.forUpdate())
    .execute();
  const awaited = rows.map((row) => ({ taskId: row.task_id, state: taskStateFrom(row.state) }));
  const missing = dependsOn.find((id) => !awaited.some((one) => one.taskId === id));
  if (missing !== undefined) {
    throw domainError('dependency-not-found', `There is no task ${missing} of yours to wait for.`, {
      taskId: missing,
    });
  }
  const verdict = judgeAwaited(awaited);
  if (verdict.kind !== 'hopeless') return;
  const { because } = verdict;
  throw domainError('dependency-ended', hopelessText(because), { ...because });
}

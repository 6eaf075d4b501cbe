import { hopelessText, isDomainError, judgeAwaited, nextTaskState } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { lockProjectOf } from '../projects/lock-project-of.ts';
import { taskStateFrom } from '../tasks/task.ts';
import { awaitedTasks } from './awaited-tasks.ts';

/**
 * Puts tasks back into the queue that were canceled because this one failed or was canceled, and those that were
 * canceled because of them, now that it is to be rendered again. One that waits for another task which ended in the
 * same way stays canceled, because of that one; so does one whose project was deleted since.
 */
export async function reviveWaitingTasks(trx: Executor, input: { readonly taskId: number }): Promise<void> {
  let reopened = [input.taskId];
  while (reopened.length > 0) {
    const rows = await trx
      .selectFrom('tasks')
      .select(['task_id', 'user_id', 'state'])
      .where('ended_with_task_id', 'in', reopened)
      .where('state', '=', 'canceled')
      .orderBy('task_id')
      .$if(isMysql(trx), (query) => query.forUpdate())
      .execute();
    const awaitedOf = await awaitedTasks(
      trx,
      rows.map((row) => row.task_id),
    );
    reopened = [];
    for (const row of rows) {
      const verdict = judgeAwaited(awaitedOf(row.task_id));
      if (verdict.kind === 'hopeless') {
        const { because } = verdict;
        await trx
          .updateTable('tasks')
          .set({ ended_with_task_id: because.taskId, failure_reason: hopelessText(because) })
          .where('task_id', '=', row.task_id)
          .execute();
        continue;
      }
      if (!(await hasProject(trx, { taskId: row.task_id, userId: row.user_id }))) continue;
      await trx
        .updateTable('tasks')
        .set((of) => ({
          state: nextTaskState(taskStateFrom(row.state), 'reopen'),
          end_time: null,
          failure_reason: null,
          ended_with_task_id: null,
          revision: of('revision', '+', 1),
        }))
        .where('task_id', '=', row.task_id)
        .execute();
      await trx.insertInto('queue').values({ task_id: row.task_id }).execute();
      reopened.push(row.task_id);
    }
  }
}

async function hasProject(
  trx: Executor,
  task: { readonly taskId: number; readonly userId: number },
): Promise<boolean> {
  try {
    await lockProjectOf(trx, task);
    return true;
  } catch (error) {
    if (isDomainError(error, 'project-not-found') || isDomainError(error, 'project-incomplete')) return false;
    throw error;
  }
}

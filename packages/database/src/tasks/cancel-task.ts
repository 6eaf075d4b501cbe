import { isTaskEnded, nextTaskState } from '@renderonline/domain';
import type { Database } from '../database.ts';
import { settleWaitingTasks } from '../dependencies/settle-waiting-tasks.ts';
import { endLeasesOfTask, type EndedLease } from '../leases/end-leases-of-task.ts';
import { toStoredTime } from '../stored-times.ts';
import { lockTask } from './locked-task.ts';

/**
 * Takes a task out of the queue and ends its leases, so that nothing that a machine still says about it
 * counts. Its frames that were not done wait, should somebody reopen it. A task that has ended, or that
 * does not exist, stays as it is.
 *
 * @returns whether it was in the queue, the leases whose machines have to be told, and the tasks that waited for it and
 *   are canceled with it
 */
export async function cancelTask(
  database: Database,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<{ wasQueued: boolean; endedLeases: EndedLease[]; waitingTasks: number[] }> {
  return database.transaction(async (trx) => {
    const task = await lockTask(trx, input.taskId);
    if (task === undefined || isTaskEnded(task.state)) {
      return { wasQueued: false, endedLeases: [], waitingTasks: [] };
    }
    const state = nextTaskState(task.state, 'cancel');
    const endedLeases = await endLeasesOfTask(trx, {
      taskId: input.taskId,
      endedAtMs: input.nowMs,
      message: 'The task was canceled.',
    });
    await trx
      .updateTable('tasks')
      .set((of) => ({
        state,
        is_running: 0,
        end_time: toStoredTime(input.nowMs),
        revision: of('revision', '+', 1),
      }))
      .where('task_id', '=', input.taskId)
      .execute();
    await trx.deleteFrom('queue').where('task_id', '=', input.taskId).execute();
    const changed = [{ taskId: input.taskId, state }];
    const waitingTasks = await settleWaitingTasks(trx, { changed, nowMs: input.nowMs });
    return { wasQueued: task.isQueued, endedLeases, waitingTasks };
  });
}

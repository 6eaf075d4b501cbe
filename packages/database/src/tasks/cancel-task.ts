import { isTaskEnded, nextTaskState } from '@renderonline/domain';
import type { Database } from '../database.ts';
import { endLeasesOfTask, type EndedLease } from '../leases/end-leases-of-task.ts';
import { toStoredTime } from '../stored-times.ts';
import { lockTask } from './locked-task.ts';

/**
 * Takes a task out of the queue and ends its leases, so that nothing that a machine still says about it
 * counts. Its frames that were not done wait, should somebody reopen it. A task that has ended, or that
 * does not exist, stays as it is.
 *
 * @returns whether it was in the queue, and the leases whose machines have to be told
 */
export async function cancelTask(
  database: Database,
  input: { readonly taskId: number; readonly nowMs: number },
): Promise<{ wasQueued: boolean; endedLeases: EndedLease[] }> {
  return database.transaction(async (trx) => {
    const task = await lockTask(trx, input.taskId);
    if (task === undefined || isTaskEnded(task.state)) return { wasQueued: false, endedLeases: [] };
    const endedLeases = await endLeasesOfTask(trx, {
      taskId: input.taskId,
      endedAtMs: input.nowMs,
      message: 'The task was canceled.',
    });
    await trx
      .updateTable('tasks')
      .set((of) => ({
        state: nextTaskState(task.state, 'cancel'),
        is_running: 0,
        end_time: toStoredTime(input.nowMs),
        revision: of('revision', '+', 1),
      }))
      .where('task_id', '=', input.taskId)
      .execute();
    await trx.deleteFrom('queue').where('task_id', '=', input.taskId).execute();
    return { wasQueued: task.isQueued, endedLeases };
  });
}

import { hopelessText, isTaskEnded, nextTaskState, type AwaitedTask } from '@renderonline/domain';
import { sql } from 'kysely';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { noteEndedTasks } from '../webhooks/note-ended-tasks.ts';
import { lockWaitingTasks, touchTasks } from './waiting-tasks.ts';

/**
 * What the new states of tasks mean for those that wait for them, in the transaction that wrote these states. When one
 * failed or was canceled, the waiting ones are canceled, and those that wait for these; otherwise the scheduler reads
 * them anew. Webhooks are to be told of those that ended.
 *
 * @returns every task that changed
 */
export async function settleWaitingTasks(
  trx: Executor,
  input: { readonly changed: readonly AwaitedTask[]; readonly nowMs: number },
): Promise<number[]> {
  const states = new Map(input.changed.map(({ taskId, state }) => [taskId, state]));
  const lost = (taskId: number) => isTaskEnded(stateOf(taskId)) && stateOf(taskId) !== 'succeeded';
  const stateOf = (taskId: number) => states.get(taskId) ?? 'canceled';
  const settled = new Set<number>();
  const touched = await lockWaitingTasks(
    trx,
    [...states.keys()].filter((taskId) => !lost(taskId)),
  );
  let ended = [...states.keys()].filter(lost);
  while (ended.length > 0) {
    const waiting = await lockWaitingTasks(trx, ended);
    for (const [taskId, awaitedId] of waiting) {
      const because = { taskId: awaitedId, state: stateOf(awaitedId) };
      await cancelWaitingTask(trx, { taskId, because, nowMs: input.nowMs });
      settled.add(taskId);
    }
    ended = [...waiting.keys()];
  }
  const read = [...touched.keys()].filter((taskId) => !settled.has(taskId));
  await touchTasks(trx, read);
  await noteEndedTasks(trx, [...input.changed.map(({ taskId }) => taskId), ...settled]);
  return [...settled, ...read];
}

async function cancelWaitingTask(
  trx: Executor,
  input: { readonly taskId: number; readonly because: AwaitedTask; readonly nowMs: number },
): Promise<void> {
  const { taskId, because, nowMs } = input;
  await trx
    .updateTable('tasks')
    .set((of) => ({
      state: nextTaskState('queued', 'cancel'),
      is_running: 0,
      end_time: toStoredTime(nowMs),
      failure_reason: hopelessText(because),
      ended_with_task_id: because.taskId,
      revision: of('revision', '+', 1),
    }))
    .where('task_id', '=', taskId)
    .execute();
  await sql`delete from queue where task_id in ${idsIn(trx, [taskId])}`.execute(trx);
}

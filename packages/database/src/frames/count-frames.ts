import type { FrameState } from '@renderonline/domain';
import type { Executor } from '../database.ts';

/** How many frames of a task are in each state. */
export type FrameCounts = Readonly<Record<FrameState, number>>;

export const noFrames: FrameCounts = { pending: 0, leased: 0, done: 0, failed: 0 };

/** The frame counts of several tasks by task id; a task without frames is absent. */
export async function countFramesByState(
  executor: Executor,
  taskIds: readonly number[],
): Promise<Map<number, FrameCounts>> {
  const counts = new Map<number, Record<FrameState, number>>();
  if (taskIds.length === 0) return counts;
  const rows = await executor
    .selectFrom('frames')
    .select((of) => ['task_id', 'state', of.fn.countAll<number>().as('count')])
    .where('task_id', 'in', taskIds)
    .groupBy(['task_id', 'state'])
    .execute();
  for (const row of rows) {
    const ofTask = counts.get(row.task_id) ?? { ...noFrames };
    // The column holds only what `domain`'s transitions put there.
    ofTask[row.state as FrameState] = row.count;
    counts.set(row.task_id, ofTask);
  }
  return counts;
}

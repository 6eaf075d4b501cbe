import type { FrameRange, FrameState } from '@renderonline/domain';
import { sql } from 'kysely';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import type { FarmTaskRow } from './load-farm-tasks.ts';

type FrameSummary = Pick<FarmTaskRow, 'pending' | 'framesLeased' | 'framesDone' | 'framesFailed'>;

interface StateRow {
  readonly task_id: number;
  readonly state: FrameState;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

/** How many frames of these tasks are where, and which are pending, by task id. */
export async function frameSummaries(
  executor: Executor,
  taskIds: readonly number[],
): Promise<(taskId: number) => FrameSummary> {
  // The index over task, state and frame has all of it.
  const { rows } = await sql<StateRow>`
    select task_id, state, count(*) as count, min(frame) as first, max(frame) as last from frames
    where task_id in ${idsIn(executor, taskIds)} group by task_id, state`.execute(executor);
  const byTask = new Map<number, Map<FrameState, StateRow>>();
  for (const row of rows) {
    const ofTask = byTask.get(row.task_id) ?? new Map<FrameState, StateRow>();
    byTask.set(row.task_id, ofTask.set(row.state, row));
  }
  const scattered = rows.filter((row) => row.state === 'pending' && !isOneRange(row));
  const ranges = await pendingRanges(
    executor,
    scattered.map((row) => row.task_id),
  );
  return (taskId) => {
    const states = byTask.get(taskId);
    const count = (state: FrameState) => states?.get(state)?.count ?? 0;
    const pending = states?.get('pending');
    const one = pending === undefined ? [] : [{ first: pending.first, last: pending.last }];
    return {
      pending: ranges.get(taskId) ?? one,
      framesLeased: count('leased'),
      framesDone: count('done'),
      framesFailed: count('failed'),
    };
  };
}

/** A new task's frames are; to know it costs a fraction of merging them. */
function isOneRange({ count, first, last }: StateRow): boolean {
  return last - first + 1 === count;
}

/**
 * The pending frames of some tasks as sorted ranges by task id. The database merges them: frames that follow
 * each other differ from their row number by the same amount.
 */
async function pendingRanges(
  executor: Executor,
  taskIds: readonly number[],
): Promise<Map<number, FrameRange[]>> {
  const ranges = new Map<number, FrameRange[]>();
  if (taskIds.length === 0) return ranges;
  const { rows } = await sql<{ task_id: number; first: number; last: number }>`
    select task_id, min(frame) as first, max(frame) as last from (
      select task_id, frame,
        frame - cast(row_number() over (partition by task_id order by frame) as signed) as island
      from frames where task_id in ${idsIn(executor, taskIds)} and state = 'pending'
    ) as numbered
    group by task_id, island order by task_id, first`.execute(executor);
  for (const { task_id: taskId, ...range } of rows) {
    const ofTask = ranges.get(taskId) ?? [];
    ofTask.push(range);
    ranges.set(taskId, ofTask);
  }
  return ranges;
}

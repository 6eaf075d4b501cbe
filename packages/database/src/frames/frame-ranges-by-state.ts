import type { FrameRange, FrameState } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

/** The frames of a task in each state, as sorted ranges. */
export type FrameRangesByState = Readonly<Record<FrameState, readonly FrameRange[]>>;

/** The database merges the ranges: frames that follow each other differ from their row number by the same. */
export async function frameRangesByState(
  executor: Executor,
  input: { readonly taskId: number },
): Promise<FrameRangesByState> {
  const { rows } = await sql<{ state: FrameState; first_frame: number; last_frame: number }>`
    select state, min(frame) as first_frame, max(frame) as last_frame from (
      select state, frame,
        frame - cast(row_number() over (partition by state order by frame) as signed) as island
      from frames where task_id = ${input.taskId}
    ) as numbered
    group by state, island order by state, first_frame`.execute(executor);
  const ranges: Record<FrameState, FrameRange[]> = { pending: [], leased: [], done: [], failed: [] };
  for (const row of rows) ranges[row.state].push({ first: row.first_frame, last: row.last_frame });
  return ranges;
}

import type { FrameRange } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

/**
 * The pending frames of every task in the queue, as sorted ranges by task id. The database merges them:
 * frames that follow each other differ from their row number by the same amount.
 */
export async function pendingRangesOfQueue(executor: Executor): Promise<Map<number, FrameRange[]>> {
  const { rows } = await sql<{ task_id: number; first_frame: number; last_frame: number }>`
    select task_id, min(frame) as first_frame, max(frame) as last_frame from (
      select f.task_id as task_id, f.frame as frame,
        f.frame - cast(row_number() over (partition by f.task_id order by f.frame) as signed) as island
      from queue q join frames f on f.task_id = q.task_id and f.state = 'pending'
    ) as numbered
    group by task_id, island order by task_id, first_frame`.execute(executor);
  const ranges = new Map<number, FrameRange[]>();
  for (const row of rows) {
    const ofTask = ranges.get(row.task_id) ?? [];
    ofTask.push({ first: row.first_frame, last: row.last_frame });
    ranges.set(row.task_id, ofTask);
  }
  return ranges;
}

import type { FrameRange } from '@renderonline/domain';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { leaseColumns, leaseFromRow, type LiveLease } from './lease.ts';

/** Every lease that has not ended, in the order in which they were granted; expired ones too. */
export async function listLiveLeases(executor: Executor): Promise<LiveLease[]> {
  const rows = await executor
    .selectFrom('leases')
    .select(leaseColumns)
    .select((of) =>
      of
        .selectFrom('attempts')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('attempts.task_id', '=', 'leases.task_id')
        .whereRef('attempts.machine_id', '=', 'leases.machine_id')
        .as('attempts_count'),
    )
    .orderBy('leases.lease_id')
    .execute();
  const remaining = await remainingFrames(executor);
  return rows.map((row) =>
    leaseFromRow(row, {
      attemptsOfTaskOnMachine: row.attempts_count ?? 1,
      remaining: remaining.get(row.lease_id) ?? [],
    }),
  );
}

/** The frames of every lease that are still to come, as sorted ranges by lease id. */
async function remainingFrames(executor: Executor): Promise<Map<number, FrameRange[]>> {
  const { rows } = await sql<{ lease_id: number; first_frame: number; last_frame: number }>`
    select lease_id, min(frame) as first_frame, max(frame) as last_frame from (
      select l.lease_id as lease_id, f.frame as frame,
        f.frame - cast(row_number() over (partition by l.lease_id order by f.frame) as signed) as island
      from leases l join frames f on f.task_id = l.task_id and f.state = 'leased'
        and f.frame between l.first_frame and l.last_frame and (f.lease_id = l.lease_id or l.is_duplicate = 1)
    ) as numbered
    group by lease_id, island order by lease_id, first_frame`.execute(executor);
  const ranges = new Map<number, FrameRange[]>();
  for (const row of rows) {
    const ofLease = ranges.get(row.lease_id) ?? [];
    ofLease.push({ first: row.first_frame, last: row.last_frame });
    ranges.set(row.lease_id, ofLease);
  }
  return ranges;
}

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
  return rows.map((row) => leaseFromRow(row, row.attempts_count ?? 1));
}

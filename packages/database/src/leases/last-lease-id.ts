import type { Executor } from '../database.ts';

/** The largest lease id that was ever granted, of deleted tasks too; 0 when there was none. */
export async function lastLeaseId(executor: Executor): Promise<number> {
  const leadership = await executor
    .selectFrom('scheduler_leadership')
    .select('last_lease_id')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  // Earlier versions let the database number leases, and kept no account of it.
  const attempt = await executor
    .selectFrom('attempts')
    .select((of) => of.fn.max<number | null>('attempt_id').as('last'))
    .executeTakeFirstOrThrow();
  const lease = await executor
    .selectFrom('leases')
    .select((of) => of.fn.max<number | null>('lease_id').as('last'))
    .executeTakeFirstOrThrow();
  return Math.max(leadership.last_lease_id, attempt.last ?? 0, lease.last ?? 0);
}

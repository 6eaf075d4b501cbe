import type { Executor } from '../database.ts';

/** A lease that somebody holds: its id with its token. */
export interface LeaseKey {
  readonly leaseId: number;
  readonly token: string;
}

/** The lease, if it has not ended and the token is its own. */
export async function findHeldLease(executor: Executor, { leaseId, token }: LeaseKey) {
  return executor
    .selectFrom('leases')
    .select(['task_id', 'machine_id', 'granted_at'])
    .where('lease_id', '=', leaseId)
    .where('token', '=', token)
    .executeTakeFirst();
}

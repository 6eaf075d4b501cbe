import { sql } from 'kysely';
import { bulkSelect } from '../bulk/bulk-statements.ts';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import type { LeaseKey } from './lease.ts';

/**
 * Lets leases last until a later moment, thousands at once.
 *
 * @param input.expiresAtMs milliseconds since 1970 UTC
 * @returns the ids of those that still lived under their tokens; the others are lost
 */
export async function renewLeases(
  executor: Executor,
  input: { readonly leases: readonly LeaseKey[]; readonly expiresAtMs: number },
): Promise<number[]> {
  const living = await bulkSelect<{ lease_id: number; token: string }>(executor, {
    columns: { id: 'bigint' },
    rows: input.leases.map(({ leaseId }) => [leaseId]),
    select: 'l.lease_id as lease_id, l.token as token',
    join: 'join leases l on l.lease_id = r.id',
  });
  const tokens = new Map(living.map((row) => [row.lease_id, row.token]));
  const held = input.leases.filter(({ leaseId, token }) => tokens.get(leaseId) === token);
  const leaseIds = held.map(({ leaseId }) => leaseId);
  if (leaseIds.length === 0) return [];
  await sql`update leases set expires_at = ${toStoredTime(input.expiresAtMs)}
    where lease_id in ${idsIn(executor, leaseIds)}`.execute(executor);
  return leaseIds;
}

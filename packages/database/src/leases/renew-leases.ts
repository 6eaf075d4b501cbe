import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import type { LeaseKey } from './find-held-lease.ts';

const leasesPerStatement = 200;

/**
 * Lets leases last until a later moment.
 *
 * @param input.expiresAtMs milliseconds since 1970 UTC
 * @returns the ids of those that still lived under their tokens; the others are lost
 */
export async function renewLeases(
  executor: Executor,
  input: { readonly leases: readonly LeaseKey[]; readonly expiresAtMs: number },
): Promise<number[]> {
  const renewed: number[] = [];
  // In one order, so that two who renew and end several at once do not wait for each other.
  const keys = [...input.leases].sort((a, b) => a.leaseId - b.leaseId);
  for (let at = 0; at < keys.length; at += leasesPerStatement) {
    renewed.push(...(await renew(executor, keys.slice(at, at + leasesPerStatement), input.expiresAtMs)));
  }
  return renewed;
}

async function renew(executor: Executor, keys: readonly LeaseKey[], expiresAtMs: number): Promise<number[]> {
  await executor
    .updateTable('leases')
    .set({ expires_at: toStoredTime(expiresAtMs) })
    .where((of) =>
      of.or(
        keys.map(({ leaseId, token }) => of.and([of('lease_id', '=', leaseId), of('token', '=', token)])),
      ),
    )
    .execute();
  const living = await executor
    .selectFrom('leases')
    .select(['lease_id', 'token'])
    .where(
      'lease_id',
      'in',
      keys.map((key) => key.leaseId),
    )
    .execute();
  const tokens = new Map(living.map((row) => [row.lease_id, row.token]));
  return keys.filter((key) => tokens.get(key.leaseId) === key.token).map((key) => key.leaseId);
}

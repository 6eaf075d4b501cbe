import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { keyLifetimeMs, type RequestKey } from './request-key.ts';

/**
 * Remembers what a request with a key has made, and forgets what keys made more than a day ago. For the transaction that
 * makes it: then the key is known exactly when the thing is there.
 *
 * @param input.key without one nothing is remembered
 * @throws the database's error when the key is remembered already: see refuseUsedKey
 */
export async function saveMade(
  trx: Executor,
  {
    userId,
    key,
    made,
  }: { readonly userId: number; readonly key: RequestKey | undefined; readonly made: object },
): Promise<void> {
  if (key === undefined) return;
  const { keyHash, requestHash, nowMs } = key;
  await trx
    .deleteFrom('idempotency_keys')
    .where('created_at', '<=', toStoredTime(nowMs - keyLifetimeMs))
    .execute();
  await trx
    .insertInto('idempotency_keys')
    .values({
      user_id: userId,
      key_hash: keyHash,
      request_hash: requestHash,
      made: JSON.stringify(made),
      created_at: toStoredTime(nowMs),
    })
    .execute();
}

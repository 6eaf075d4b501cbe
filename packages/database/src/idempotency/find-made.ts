import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { keyLifetimeMs, type RequestKey } from './request-key.ts';

export interface MadeBefore {
  readonly requestHash: string;
  /** As it was given to saveMade. */
  readonly made: unknown;
}

/** What a request of the user with this key has made within the last day. */
export async function findMade(
  executor: Executor,
  { userId, keyHash, nowMs }: Omit<RequestKey, 'requestHash'> & { readonly userId: number },
): Promise<MadeBefore | undefined> {
  const row = await executor
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'made'])
    .where('user_id', '=', userId)
    .where('key_hash', '=', keyHash)
    .where('created_at', '>', toStoredTime(nowMs - keyLifetimeMs))
    .executeTakeFirst();
  return row && { requestHash: row.request_hash, made: JSON.parse(row.made) as unknown };
}

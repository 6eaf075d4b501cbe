import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { findMade } from './find-made.ts';
import type { RequestKey } from './request-key.ts';

/**
 * Refuses a request whose key has made something already, be it for the same request or for another one.
 *
 * @param input.key without one nothing is refused
 * @throws 'idempotency-key-reused'
 */
export async function refuseUsedKey(
  executor: Executor,
  { userId, key }: { readonly userId: number; readonly key: RequestKey | undefined },
): Promise<void> {
  if (key === undefined || (await findMade(executor, { userId, ...key })) === undefined) return;
  throw domainError(
    'idempotency-key-reused',
    'Another request with this Idempotency-Key has made something already.',
  );
}

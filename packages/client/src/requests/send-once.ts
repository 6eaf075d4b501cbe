import { idempotencyKeyHeader } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';

/**
 * Sends a request that makes something under an Idempotency-Key, and once more under the same one when the connection
 * broke: whether the first one arrived is not known then, and RenderAPI makes nothing a second time.
 *
 * @param send with these headers
 * @param idempotencyKey of what is made; a fresh one unless the caller may ask for the same again later
 * @throws what `send` throws the last time
 */
export async function sendOnce<Answer>(
  send: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
  signal: AbortSignal | undefined,
  idempotencyKey = randomKey(),
): Promise<Answer> {
  const key = { [idempotencyKeyHeader]: idempotencyKey };
  try {
    return await send(key);
  } catch (error) {
    if (!isBroken(error) || signal?.aborted === true) throw error;
    return send(key);
  }
}

/** No answer at all, but not for want of time: who waited for long is told. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 0 || error.code !== 'unreachable') return false;
  return !(error.cause instanceof Error && error.cause.name === 'TimeoutError');
}

/** A key that no other request has: 128 random bits. `crypto.randomUUID` is missing from pages that came by plain HTTP. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { idempotencyKeyHeader } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';

/**
 * Sends a request that makes something under a fresh Idempotency-Key, and once more under the same one when the connection
 * broke: whether the first one arrived is not known then, and RenderAPI makes nothing a second time.
 *
 * @param send with these headers
 * @throws what `send` throws the last time
 */
export async function sendOnce<Answer>(
  send: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const key = { [idempotencyKeyHeader]: randomKey() };
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

/** 128 random bits. `crypto.randomUUID` is missing from pages that came by plain HTTP. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

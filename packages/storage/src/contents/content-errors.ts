import { domainError } from '@renderonline/domain';
import type { ByteRange, NewContent } from './content-store.ts';

/** Whether it can be the name of a content: 64 hexadecimal digits in lower case. */
export function isContentHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** `content-not-found`, naming the hash when it is one. */
export function contentNotFound(sha256: string): Error {
  const named = isContentHash(sha256) ? sha256 : '';
  return domainError(
    'content-not-found',
    `The farm has no content ${named === '' ? 'of this hash' : named}. Upload the file again.`,
    { sha256: named },
  );
}

/** `content-damaged`: what is kept has other bytes by now. */
export function contentDamaged(sha256: string): Error {
  return domainError(
    'content-damaged',
    `What the farm kept as content ${sha256} has other bytes by now. Upload the file again.`,
    { sha256 },
  );
}

/**
 * The same range with its end inside the content.
 *
 * @throws `range-not-satisfiable`
 */
export function rangeWithin(range: ByteRange, size: number): ByteRange {
  const { start } = range;
  const end = Math.min(range.end, size - 1);
  if (Number.isSafeInteger(start) && Number.isSafeInteger(range.end) && start >= 0 && start <= end) {
    return { start, end };
  }
  throw domainError('range-not-satisfiable', `The content has ${size} bytes; there is none at ${start}.`, {
    size,
  });
}

/** `content-corrupted`: what arrived is not what was announced. */
export function contentCorrupted(announced: Pick<NewContent, 'sha256' | 'size'>, cause?: unknown): Error {
  return domainError(
    'content-corrupted',
    'The bytes that arrived are not those that were announced. Send the file again.',
    { sha256: announced.sha256 ?? null, size: announced.size ?? null },
    cause,
  );
}

import { isDomainError } from '@renderonline/domain';
import { contentCorrupted, isContentHash } from './content-errors.ts';
import type { NewContent, StoredContent } from './content-store.ts';

/** The most that may arrive, in bytes: not more than was announced. */
export function mostBytesOf({ size, maxBytes }: NewContent): number {
  return Math.min(size ?? maxBytes, maxBytes);
}

/** @throws `content-corrupted` when what arrived is not what was announced */
export function requireAsAnnounced(input: NewContent, arrived: StoredContent): void {
  const { sha256 = arrived.sha256, size = arrived.size } = input;
  if (sha256 !== arrived.sha256 || size !== arrived.size) throw contentCorrupted(input);
}

/** @throws `content-corrupted` when no content can be what was announced */
export function requirePossible({ sha256, size }: NewContent): void {
  const isPossible =
    (sha256 === undefined || isContentHash(sha256)) &&
    (size === undefined || (Number.isSafeInteger(size) && size >= 0));
  if (!isPossible) throw contentCorrupted({ sha256, size });
}

/**
 * What a failure while a content arrived means: the signal's reason when that ended it, `content-corrupted` when
 * more came than was announced, else the failure itself.
 */
export function failureOfPut(thrown: unknown, input: NewContent): unknown {
  if (input.signal?.aborted === true) return input.signal.reason;
  const { size } = input;
  const isMoreThanAnnounced =
    isDomainError(thrown, 'upload-too-large') && size !== undefined && size <= input.maxBytes;
  return isMoreThanAnnounced ? contentCorrupted(input, thrown) : thrown;
}

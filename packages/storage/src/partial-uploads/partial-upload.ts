import { domainError } from '@renderonline/domain';

/** An upload that may come in several pieces, as it was begun. */
export interface PartialUpload {
  readonly uploadId: string;
  readonly userId: number;
  /** Of the whole, as announced. */
  readonly sha256: string;
  /** Of the whole, in bytes, as announced. */
  readonly size: number;
  /** Milliseconds since 1970 UTC. */
  readonly createdAtMs: number;
}

export function uploadNotFound(uploadId: string): Error {
  return domainError(
    'upload-not-found',
    `There is no upload ${uploadId.slice(0, 100)}: it is done, was given up, or has expired. Create it anew.`,
  );
}

export function uploadLocked(uploadId: string): Error {
  return domainError(
    'upload-locked',
    `Another request is sending bytes of the upload ${uploadId}. Ask how far it is when that has ended.`,
  );
}

export function uploadOffsetWrong(offset: number, has: number): Error {
  return domainError(
    'upload-offset-wrong',
    `The bytes begin at ${offset}, and the upload has got to ${has}. Go on from there.`,
    { offset, has },
  );
}

export function openUploadsLimit(limits: { readonly maxCount: number; readonly maxBytes: number }): Error {
  const { maxCount, maxBytes } = limits;
  return domainError(
    'open-uploads-limit',
    `A user may have begun ${maxCount} uploads, of ${maxBytes} bytes together. End or give up some of yours first.`,
    { maxCount, maxBytes },
  );
}

/** What is kept of an upload beside its bytes, as JSON; undefined when it is none of ours. */
export function readPartialUpload(uploadId: string, text: string): PartialUpload | undefined {
  try {
    const { userId, sha256, size, createdAtMs } = JSON.parse(text) as Record<string, unknown>;
    const isOurs =
      typeof userId === 'number' &&
      typeof sha256 === 'string' &&
      typeof size === 'number' &&
      typeof createdAtMs === 'number';
    return isOurs ? { uploadId, userId, sha256, size, createdAtMs } : undefined;
  } catch {
    return undefined;
  }
}

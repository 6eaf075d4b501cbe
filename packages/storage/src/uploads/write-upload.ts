import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { domainError } from '@renderonline/domain';
import { diskFull } from '../errors/storage-error.ts';
import type { IncomingChunks } from './incoming-chunks.ts';
import { writeHashedFile, type HashedFile } from './hashed-file.ts';

/** How often the room on the disk is looked at again while a file arrives. */
export const roomCheckBytes = 64 * 1024 * 1024;

export interface ReceiveLimits {
  /** Largest file in bytes. */
  readonly maxBytes: number;
  /** Bytes that must stay free on the disk. */
  readonly minFreeBytes: number;
  /** Longest time in ms without a byte from the sender. */
  readonly idleTimeoutMs: number;
}

export interface Upload {
  readonly chunks: IncomingChunks;
  readonly limits: ReceiveLimits;
  /** Bytes that will come at most, when that is known: a small file gets by with little memory. */
  readonly expectedBytes?: number | undefined;
  /** Rights of the file once it is written; the system's default unless given. */
  readonly mode?: number | undefined;
}

/**
 * Streams an upload into a new file, at any size in constant memory, hashing it on the way. Resolves when it is
 * whole and on the disk itself; whatever a failure left is the caller's to remove, as are the chunks to close.
 *
 * Throws `upload-too-large`, `upload-timed-out`, `upload-incomplete`, `disk-full`, the system's errors, or what
 * the source threw when that was a DomainError.
 */
export async function writeUpload(
  path: string,
  { chunks, limits, expectedBytes, mode }: Upload,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const directory = dirname(path);
  await requireRoom(directory, limits.minFreeBytes);
  const file = writeHashedFile(await open(path, 'wx', mode), expectedBytes);
  try {
    await takeAll(file, chunks, limits, directory);
    return await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

async function takeAll(
  file: HashedFile,
  chunks: IncomingChunks,
  limits: ReceiveLimits,
  directory: string,
): Promise<void> {
  let nextRoomCheck = roomCheckBytes;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    if (file.size + chunk.length > limits.maxBytes) throw uploadTooLarge(limits.maxBytes);
    const writing = file.write(chunk);
    if (writing !== undefined) await writing;
    if (file.size >= nextRoomCheck) {
      await requireRoom(directory, limits.minFreeBytes);
      nextRoomCheck = file.size + roomCheckBytes;
    }
  }
}

/** Throws `disk-full` when less than `minFreeBytes` are free for us. */
export async function requireRoom(directory: string, minFreeBytes: number): Promise<void> {
  const disk = await statfs(directory);
  if (disk.bavail * disk.bsize < minFreeBytes) throw diskFull(directory);
}

/** `upload-too-large` */
export function uploadTooLarge(maxBytes: number): Error {
  return domainError(
    'upload-too-large',
    `The file is larger than the ${maxBytes} bytes that this farm accepts. Make it smaller, or have the limit raised.`,
    { maxBytes },
  );
}

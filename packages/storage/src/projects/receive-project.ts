import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sanitizeFileName } from '@renderonline/domain';
import { storageError } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { createTaskDirectory } from '../tasks/task-directory.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { writeUpload, type ReceiveLimits } from '../uploads/write-upload.ts';
import { removeMarker, writeMarker } from './incoming-marker.ts';

export interface ReceiveRequest {
  /** Root of the engine's tasks; created when it is not there. */
  readonly downloadPath: string;
  readonly userId: number;
  /** When the submission arrived, in ms since 1970. */
  readonly receivedAtMs: number;
  /** The file's name as it was sent; only its last segment counts. */
  readonly fileName: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly limits: ReceiveLimits;
  readonly signal?: AbortSignal | undefined;
}

/** A project file that is whole and on the disk itself, but not yet anybody's: accept or discard it. */
export interface ReceivedProject {
  /** `<downloadPath>/<userId>/<ticks of queuedAtMs>`. */
  readonly directory: string;
  readonly filePath: string;
  /** The name it was stored under. */
  readonly fileName: string;
  /** Bytes. */
  readonly fileSize: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
  /** `receivedAtMs`, moved on by a few ms when the user had another submission in the same one. */
  readonly queuedAtMs: number;
  /** Call it after the commit that makes the file a task's; until then a restart may remove it. */
  accept(): Promise<void>;
  /** Removes the file and its folder. */
  discard(): Promise<void>;
}

/**
 * Streams a project file to the disk, at any size in constant memory, hashing it on the way: written aside,
 * synced, renamed. After a failure of any kind nothing of it is left.
 *
 * Throws `upload-too-large`, `upload-timed-out`, `upload-incomplete`, `disk-full`, `folder-not-writable`,
 * `file-name-invalid`, or what the source threw when that was a DomainError.
 */
export async function receiveProject(request: ReceiveRequest): Promise<ReceivedProject> {
  const { downloadPath, limits, signal } = request;
  const chunks = incomingChunks(request.source, { idleTimeoutMs: limits.idleTimeoutMs, signal });
  let directory: string | undefined;
  try {
    const fileName = sanitizeFileName(request.fileName);
    const created = await createTaskDirectory(request);
    directory = created.directory;
    await writeMarker(directory, fileName);
    const filePath = join(directory, fileName);
    const file = await writeUpload(`${filePath}.part`, { chunks, limits });
    await rename(`${filePath}.part`, filePath);
    await syncDirectory(directory);
    return received({ ...created, fileName, filePath, fileSize: file.size, sha256: file.sha256 });
  } catch (error) {
    if (directory !== undefined) await removeQuietly(directory);
    throw storageError(error, downloadPath);
  } finally {
    chunks.close();
  }
}

function received(facts: Omit<ReceivedProject, 'accept' | 'discard'>): ReceivedProject {
  return {
    ...facts,
    accept: () => removeMarker(facts.directory),
    discard: () => rm(facts.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

async function removeQuietly(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // The failure that led here is the one to report; the marker lets the next start sweep the rest.
  }
}

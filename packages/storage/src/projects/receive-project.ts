import { open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { domainError, sanitizeFileName } from '@renderonline/domain';
import { diskFull, storageError } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { createTaskDirectory } from '../tasks/task-directory.ts';
import { incomingChunks, type IncomingChunks } from './incoming-chunks.ts';
import { removeMarker, writeMarker } from './incoming-marker.ts';
import { writeProjectFile, type ProjectFile } from './project-file.ts';

/** How often the room on the disk is looked at again while a file arrives. */
const roomCheckBytes = 64 * 1024 * 1024;

export interface ReceiveLimits {
  /** Largest project file in bytes. */
  readonly maxBytes: number;
  /** Bytes that must stay free on the disk. */
  readonly minFreeBytes: number;
  /** Longest time in ms without a byte from the sender. */
  readonly idleTimeoutMs: number;
}

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
    const file = await writeAside(`${filePath}.part`, chunks, limits, directory);
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

async function writeAside(path: string, chunks: IncomingChunks, limits: ReceiveLimits, directory: string) {
  await requireRoom(directory, limits.minFreeBytes);
  const file = writeProjectFile(await open(path, 'wx'));
  try {
    await takeAll(file, chunks, limits, directory);
    return await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

async function takeAll(
  file: ProjectFile,
  chunks: IncomingChunks,
  limits: ReceiveLimits,
  directory: string,
): Promise<void> {
  let nextRoomCheck = roomCheckBytes;
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
    if (file.size + chunk.length > limits.maxBytes) throw tooLarge(limits.maxBytes);
    const writing = file.write(chunk);
    if (writing !== undefined) await writing;
    if (file.size >= nextRoomCheck) {
      await requireRoom(directory, limits.minFreeBytes);
      nextRoomCheck = file.size + roomCheckBytes;
    }
  }
}

/** Throws `disk-full` when less than `minFreeBytes` are free for us. */
async function requireRoom(directory: string, minFreeBytes: number): Promise<void> {
  const disk = await statfs(directory);
  if (disk.bavail * disk.bsize < minFreeBytes) throw diskFull(directory);
}

function tooLarge(maxBytes: number): Error {
  return domainError(
    'upload-too-large',
    `The file is larger than the ${maxBytes} bytes that this farm accepts. Make the project smaller, or have the limit raised.`,
    { maxBytes },
  );
}

async function removeQuietly(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {
    // The failure that led here is the one to report; the marker lets the next start sweep the rest.
  }
}

import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { domainError } from '@renderonline/domain';
import { isMissing, storageError } from '../errors/storage-error.ts';
import { makeSyncedFolder } from '../files/make-synced-folder.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { writeUpload, type ReceiveLimits } from '../uploads/write-upload.ts';
import { stagedFileName, stagedFrameFolder, stagingFolderOf, type StagedFrame } from './staging-place.ts';

export interface StageRequest extends StagedFrame {
  /** Checked by the caller to be a name that stays in its folder. */
  readonly name: string;
  /** What the sender says that the file is; 64 hexadecimal digits. */
  readonly sha256: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** Bytes that will come, when the sender said so. */
  readonly expectedBytes?: number | undefined;
  readonly limits: ReceiveLimits & {
    /** Files of one frame. */
    readonly maxFiles: number;
  };
  readonly signal?: AbortSignal | undefined;
  /** Looks into the whole file. @returns what is wrong with it, as a sentence; undefined when nothing is */
  readonly faultOf?: (path: string) => Promise<string | undefined>;
}

/**
 * Streams an output into the place where it waits for its lease's word: hashed on the way, synced, looked into,
 * and only then there under its name. Doing it again is harmless, at the same time too. After a failure nothing of
 * it is left.
 *
 * Throws `output-corrupted` when the bytes are not those announced, `output-broken` when `faultOf` finds a fault,
 * `output-limit-reached`, `upload-too-large`, `upload-timed-out`, `upload-incomplete`, `disk-full`,
 * `folder-not-writable`, `lease-lost` when the task has no folder any more.
 */
export async function stageOutput(request: StageRequest): Promise<void> {
  const { source, limits, signal } = request;
  const chunks = incomingChunks(source, { idleTimeoutMs: limits.idleTimeoutMs, signal });
  let part: string | undefined;
  let folder = dirname(request.filePath);
  try {
    folder = await makeFrameFolder(request);
    await requireFewFiles(folder, limits.maxFiles);
    part = join(folder, `${partPrefix}${randomUUID()}`);
    const { expectedBytes } = request;
    const { sha256 } = await writeUpload(part, { chunks, limits, expectedBytes });
    if (sha256 !== request.sha256) throw corrupted(request);
    const fault = await request.faultOf?.(part);
    if (fault !== undefined) throw domainError('output-broken', fault, { name: request.name });
    await rename(part, join(folder, stagedFileName(request)));
    await syncDirectory(folder);
  } catch (error) {
    if (part !== undefined) await rm(part, { force: true }).catch(() => undefined);
    throw storageError(error, folder);
  } finally {
    chunks.close();
  }
}

/** How files begin that are still arriving. */
export const partPrefix = '.part-';

/** Whether exactly this output waits there, whole. */
export async function isStaged(
  frame: StagedFrame,
  output: { readonly name: string; readonly sha256: string; readonly size?: number },
): Promise<boolean> {
  const leaseFolder = stagingFolderOf(frame);
  if (leaseFolder === undefined) return false;
  try {
    const file = await stat(join(stagedFrameFolder(leaseFolder, frame.frame), stagedFileName(output)));
    // Nothing gets this name that did not have this hash: the size is only looked at for its own sake.
    return output.size === undefined || file.size === output.size;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function makeFrameFolder(frame: StagedFrame): Promise<string> {
  const leaseFolder = stagingFolderOf(frame);
  if (leaseFolder === undefined || !(await exists(dirname(frame.filePath)))) {
    throw domainError('lease-lost', 'The task has no folder on this farm any more.', {
      taskId: frame.taskId,
    });
  }
  const folder = stagedFrameFolder(leaseFolder, frame.frame);
  await makeSyncedFolder(folder);
  return folder;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function requireFewFiles(folder: string, maxFiles: number): Promise<void> {
  if ((await readdir(folder)).length < maxFiles) return;
  throw domainError('output-limit-reached', `A frame may have ${maxFiles} files at most.`, { maxFiles });
}

function corrupted({ name, sha256 }: StageRequest): Error {
  return domainError(
    'output-corrupted',
    `The bytes of ${JSON.stringify(name)} are not those that were announced. Send the file again.`,
    { name, sha256 },
  );
}

import { link, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { domainError, sanitizeFileName, type ManifestFile } from '@renderonline/domain';
import { contentNotFound } from '../contents/content-errors.ts';
import type { ContentStore } from '../contents/content-store.ts';
import { storageError, systemCode } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { incomingChunks } from '../uploads/incoming-chunks.ts';
import { writeUpload, type ReceiveLimits } from '../uploads/write-upload.ts';
import { receiveInto, type NewProjectPlace, type ReceivedProject } from './received-project.ts';

export interface PlaceRequest extends NewProjectPlace {
  /** The main file, from the project's manifest. Only the last segment of its path counts. */
  readonly mainFile: ManifestFile;
  readonly store: ContentStore;
  /** For a main file that must be copied. */
  readonly limits: Pick<ReceiveLimits, 'minFreeBytes' | 'idleTimeoutMs'>;
  readonly signal?: AbortSignal | undefined;
}

/** How systems say that there can be no link: other disk, too many of them, a file system or user without them. */
const noLinkCodes: ReadonlySet<string | undefined> = new Set([
  'EXDEV',
  'EMLINK',
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

/**
 * Puts the main file of a project whose contents are in a store into the folder of a new task, as receiveProject
 * does with one that is sent: a hard link where there can be one, else a copy, hashed on the way. After a failure
 * of any kind nothing of it is left.
 *
 * Throws `content-not-found`, `content-corrupted`, `disk-full`, `folder-not-writable`, `upload-timed-out` when a
 * store elsewhere stands still.
 */
export async function placeProject(request: PlaceRequest): Promise<ReceivedProject> {
  const { mainFile, store, downloadPath } = request;
  try {
    const fileName = sanitizeFileName(basename(mainFile.path));
    return await receiveInto(request, fileName, async (directory) => {
      const filePath = join(directory, fileName);
      const stored = store.localPath(mainFile.sha256);
      const isLinked = stored !== undefined && (await linkIfPossible(stored, filePath, mainFile));
      if (!isLinked) await copyContent(request, filePath);
      await syncDirectory(directory);
      return { filePath, fileSize: mainFile.size, sha256: mainFile.sha256 };
    });
  } catch (error) {
    throw storageError(error, downloadPath);
  }
}

/** @returns whether it was linked; false when it must be copied */
async function linkIfPossible(stored: string, filePath: string, { sha256 }: ManifestFile): Promise<boolean> {
  try {
    await link(stored, filePath);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') throw contentNotFound(sha256);
    if (noLinkCodes.has(code)) return false;
    throw error;
  }
}

async function copyContent(request: PlaceRequest, filePath: string): Promise<void> {
  const { mainFile, store, limits, signal } = request;
  const { size, stream } = await store.open(mainFile.sha256);
  const chunks = incomingChunks(stream, { idleTimeoutMs: limits.idleTimeoutMs, signal });
  try {
    const uploadLimits = { ...limits, maxBytes: size };
    const part = `${filePath}.part`;
    const copied = await writeUpload(part, { chunks, limits: uploadLimits, expectedBytes: size });
    if (copied.sha256 !== mainFile.sha256) throw rotten(mainFile);
    await rename(part, filePath);
  } finally {
    chunks.close();
  }
}

function rotten({ sha256 }: ManifestFile): Error {
  return domainError(
    'content-corrupted',
    `What the farm keeps as content ${sha256} has other bytes by now. Upload the file again.`,
    { sha256 },
  );
}

import { chmod, constants, copyFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sanitizeFileName, type ManifestFile } from '@renderonline/domain';
import { contentDamaged, contentNotFound } from '../contents/content-errors.ts';
import type { ContentStore } from '../contents/content-store.ts';
import { storageError } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { syncFile } from '../files/sync-file.ts';
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

/** As that of an uploaded file. */
const projectMode = 0o644;

/**
 * Puts the main file of a project whose contents are in a store into the folder of a new task, as receiveProject
 * does with one that is sent: a clone where the file system has them, which costs nothing, else a copy, hashed on the
 * way. Never a link: renderers write there, and the store is everybody's. After a failure of any kind nothing of it
 * is left.
 *
 * Throws `content-not-found`, `content-damaged`, `disk-full`, `folder-not-writable`, `upload-timed-out` when a
 * store elsewhere stands still.
 */
export async function placeProject(request: PlaceRequest): Promise<ReceivedProject> {
  const { mainFile, downloadPath } = request;
  try {
    const fileName = sanitizeFileName(basename(mainFile.path));
    return await receiveInto(request, fileName, async (directory) => {
      const filePath = join(directory, fileName);
      if (!(await isCloned(request, filePath))) await copyContent(request, filePath);
      await syncDirectory(directory);
      return { filePath, fileSize: mainFile.size, sha256: mainFile.sha256 };
    });
  } catch (error) {
    throw storageError(error, downloadPath);
  }
}

/** @returns false when it must be copied: most file systems have no clones, and none has them across disks */
async function isCloned({ store, mainFile: { sha256 } }: PlaceRequest, filePath: string): Promise<boolean> {
  const stored = store.localPath(sha256);
  if (stored === undefined) return false;
  if ((await store.sizeOf(sha256)) === undefined) throw contentNotFound(sha256);
  const part = `${filePath}.part`;
  try {
    await copyFile(stored, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
  } catch {
    // Whatever it was, the copy meets it too and says so.
    await rm(part, { force: true });
    return false;
  }
  await chmod(part, projectMode);
  await syncFile(part);
  await rename(part, filePath);
  return true;
}

async function copyContent(request: PlaceRequest, filePath: string): Promise<void> {
  const { mainFile, store, limits, signal } = request;
  const { size, stream } = await store.open(mainFile.sha256);
  const chunks = incomingChunks(stream, { idleTimeoutMs: limits.idleTimeoutMs, signal });
  try {
    const uploadLimits = { ...limits, maxBytes: size };
    const part = `${filePath}.part`;
    const copied = await writeUpload(part, { chunks, limits: uploadLimits, expectedBytes: size });
    if (copied.sha256 !== mainFile.sha256) {
      await store.doubt(mainFile.sha256);
      // Read twice, and different: no disk to be trusted.
      throw contentDamaged(mainFile.sha256);
    }
    await rename(part, filePath);
  } finally {
    chunks.close();
  }
}

import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, systemCode } from '../errors/storage-error.ts';
import { openPlainFile } from '../files/open-plain-file.ts';
import { realTaskDirectoryOf, thumbnailFolderName } from '../tasks/task-directory.ts';

/** Larger ones are none of ours. Bytes. */
const maxBytes = 4 * 1024 * 1024;

/** Which thumbnail, of which state of its source. */
export interface ThumbnailPlace {
  /** The task's project file. */
  readonly filePath: string;
  /** Plain; of the output and the size. */
  readonly name: string;
  /** Whole ms since 1970, of the output that it was made of: an older or newer one's thumbnail is not found. */
  readonly sourceModifiedAtMs: number;
}

/** Reads a thumbnail that was kept. @returns undefined when there is none of this state of its source */
export async function readThumbnail(place: ThumbnailPlace): Promise<Buffer | undefined> {
  const folder = await folderOf(place.filePath);
  if (folder === undefined) return undefined;
  const file = await openPlainFile(join(folder, place.name), folder);
  if (file === undefined) return undefined;
  try {
    const isOfSource = Math.round(file.modifiedAtMs) === place.sourceModifiedAtMs;
    return isOfSource && file.size <= maxBytes ? await file.handle.readFile() : undefined;
  } finally {
    await file.handle.close();
  }
}

/**
 * Keeps a thumbnail beside its task, in the place of an older one. It goes with the task. A reader finds it whole
 * or not at all; it is not synced, since it can be made again.
 *
 * @returns whether it was kept: not when the disk has no more than `minFreeBytes`, or the task has no folder any more
 */
export async function keepThumbnail(
  place: ThumbnailPlace & { readonly bytes: Uint8Array; readonly minFreeBytes: number },
): Promise<boolean> {
  const directory = await realTaskDirectoryOf(place.filePath);
  if (directory === undefined) return false;
  const disk = await statfs(directory);
  if (disk.bavail * disk.bsize < place.minFreeBytes + place.bytes.length) return false;
  const folder = join(directory, thumbnailFolderName);
  const part = join(folder, `.part-${randomUUID()}`);
  try {
    await makeFolder(folder);
    await writePart(part, place);
    await rename(part, join(folder, place.name));
    return true;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    // The task was deleted meanwhile, or the disk is full.
    if (isMissing(error) || systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT') return false;
    throw error;
  }
}

async function writePart(
  part: string,
  { bytes, sourceModifiedAtMs }: { readonly bytes: Uint8Array; readonly sourceModifiedAtMs: number },
): Promise<void> {
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.utimes(sourceModifiedAtMs / 1000, sourceModifiedAtMs / 1000);
  } finally {
    await handle.close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  // A renderer on shared storage could have put a link there, which would lead our writing elsewhere.
  if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`);
}

async function folderOf(filePath: string): Promise<string | undefined> {
  const directory = await realTaskDirectoryOf(filePath);
  return directory === undefined ? undefined : join(directory, thumbnailFolderName);
}

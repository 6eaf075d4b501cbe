import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, storageError, systemCode } from '../errors/storage-error.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { outputDirectoryOf } from '../tasks/task-directory.ts';
import { stagedFileName, stagedFrameFolder, stagingFolderOf, type StagedFrame } from './staging-place.ts';

export interface FileOfFrame {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Puts a frame's outputs where people find them, in place of earlier ones of the same names, and removes the rest
 * of what waited for the frame. Doing it again, after a kill within it too, ends the same. A task whose folder is
 * gone was deleted: then nothing is kept.
 *
 * @returns the names of outputs that are neither waiting nor published: somebody removed them
 *
 * Throws `disk-full`, `folder-not-writable`, the system's errors.
 */
export async function publishOutputs(
  frame: StagedFrame,
  outputs: readonly FileOfFrame[],
): Promise<{ readonly missing: readonly string[] }> {
  const leaseFolder = stagingFolderOf(frame);
  if (leaseFolder === undefined) return { missing: outputs.map(({ name }) => name) };
  const from = stagedFrameFolder(leaseFolder, frame.frame);
  const to = outputDirectoryOf(frame.filePath);
  const missing: string[] = [];
  const touched = new Set<string>();
  try {
    if (await makeFolderIn(dirname(to), to)) {
      for (const output of outputs) {
        const target = await targetOf(to, output.name, touched);
        if (!(await bring(join(from, stagedFileName(output)), target, output))) missing.push(output.name);
      }
      for (const folder of touched) await syncDirectory(folder);
    }
    // Only now: until the new names are safe, the old ones are what recovery goes by.
    await rm(from, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (error) {
    throw storageError(error, to);
  }
  return { missing };
}

/** The path of an output; its folders are made, and none of them is a link that leads elsewhere. */
async function targetOf(root: string, name: string, touched: Set<string>): Promise<string> {
  const segments = name.split('/');
  const fileName = segments.pop() ?? '';
  let folder = root;
  for (const segment of segments) {
    const parent = folder;
    folder = join(folder, segment);
    await makeFolderIn(parent, folder);
    touched.add(parent);
  }
  touched.add(folder);
  return join(folder, fileName);
}

/**
 * @returns false when the parent is not there
 * @throws Error when something else than a folder is in the way
 */
async function makeFolderIn(parent: string, folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    await syncDirectory(parent);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  if ((await lstat(folder)).isDirectory()) return true;
  throw new Error(`${folder} is in the way: it must be a folder and not a link or a file`);
}

/** @returns false when the output is neither here nor there */
async function bring(staged: string, target: string, { size }: FileOfFrame): Promise<boolean> {
  try {
    await rename(staged, target);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EXDEV') return copyOver(staged, target);
    if (!isMissing(error)) throw error;
  }
  // An earlier call brought it.
  return (await sizeOf(target)) === size;
}

/** Across disks, as when a user's folder is a mount of its own. */
async function copyOver(staged: string, target: string): Promise<true> {
  const part = join(dirname(target), `.part-${randomUUID()}`);
  try {
    await copyFile(staged, part);
    const handle = await open(part, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, target);
    return true;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const file = await lstat(path);
    return file.isFile() ? file.size : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

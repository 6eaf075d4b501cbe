import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissing } from '../errors/storage-error.ts';
import { isRealFolder } from '../files/is-real-folder.ts';
import { namesIn } from '../files/names-in.ts';
import { logFolderName, realTaskDirectoryOf } from './task-directory.ts';

const removal = { recursive: true, force: true, maxRetries: 9, retryDelay: 50 };

/** Deeper folders are not looked into, as in listings. */
const maxDepth = 32;
const statsAtOnce = 32;

/** What a task takes on the disk, in bytes of its files. */
export interface TaskSize {
  /** The project's file, the results, and their small pictures. */
  readonly resultBytes: number;
  readonly logBytes: number;
}

/** Measures a task's folder; one that is not there has nothing. Links are not followed. */
export async function measureTask(task: { readonly filePath: string }): Promise<TaskSize> {
  const directory = await realTaskDirectoryOf(task.filePath);
  if (directory === undefined) return { resultBytes: 0, logBytes: 0 };
  const logFolder = join(directory, logFolderName);
  const logBytes = (await isRealFolder(logFolder)) ? await sizeOf(logFolder, 0) : 0;
  return { resultBytes: (await sizeOf(directory, 0)) - logBytes, logBytes };
}

/**
 * Removes the logs of a task.
 *
 * @returns whether there is a folder of this task
 */
export async function removeTaskLogs(task: { readonly filePath: string }): Promise<boolean> {
  const directory = await realTaskDirectoryOf(task.filePath);
  if (directory === undefined) return false;
  await rm(join(directory, logFolderName), { recursive: true, force: true });
  return true;
}

/**
 * Removes everything from a task's folder but the project's file: results, logs, and small pictures.
 *
 * @returns whether there is a folder of this task
 */
export async function removeTaskResults(task: { readonly filePath: string }): Promise<boolean> {
  const directory = await realTaskDirectoryOf(task.filePath);
  if (directory === undefined) return false;
  const project = basename(task.filePath);
  for (const name of await namesIn(directory)) {
    // A renderer that is just ending may still hold files.
    if (name !== project) await rm(join(directory, name), removal);
  }
  return true;
}

async function sizeOf(directory: string, depth: number): Promise<number> {
  let bytes = 0;
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile());
  for (let at = 0; at < files.length; at += statsAtOnce) {
    const some = files.slice(at, at + statsAtOnce);
    const sizes = await Promise.all(some.map(({ name }) => sizeOfFile(join(directory, name))));
    bytes = sizes.reduce((sum, size) => sum + size, bytes);
  }
  for (const entry of entries) {
    if (entry.isDirectory() && depth < maxDepth)
      bytes += await sizeOf(join(directory, entry.name), depth + 1);
  }
  return bytes;
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

import { lstat, mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, resolve } from 'node:path';
import { ticksOf } from '@renderonline/domain';
import { syncDirectory } from '../files/sync-directory.ts';
import { isMissing, systemCode } from '../errors/storage-error.ts';

/** Name of the folder, inside a task's, in which its renderers write. */
export const outputDirectoryName = 'output';

/** Name of the folder, inside a task's, that holds the logs of its attempts. They are no results. */
export const logFolderName = '.logs';

/** Name of the folder, inside a task's, with small pictures of its outputs. Never listed or sent as a result. */
export const thumbnailFolderName = '.thumbnails';

/** One millisecond later for each submission of the same user in the same millisecond; nobody sends this many. */
const maxBumps = 10_000;

/**
 * The folder of a task, from the path of its project file: `<download_path>/<user_id>/<queue_time_ticks>`.
 *
 * @returns undefined when the path is not of that shape, as in a database that another computer has written.
 *   Nothing outside of that shape is ever listed, sent or removed.
 */
export function taskDirectoryOf(filePath: string): string | undefined {
  if (filePath.includes('\0') || !isAbsolute(filePath)) return undefined;
  const directory = dirname(normalize(filePath));
  const isTaskShaped =
    /^\d{1,20}$/.test(basename(directory)) && /^\d{1,20}$/.test(basename(dirname(directory)));
  return isTaskShaped && basename(filePath) !== '' ? directory : undefined;
}

/**
 * The same with every symbolic link above it resolved, so that a path below it can be compared with what it
 * really leads to.
 *
 * @returns undefined when there is no such folder
 */
export async function realTaskDirectoryOf(filePath: string): Promise<string | undefined> {
  const directory = taskDirectoryOf(filePath);
  if (directory === undefined) return undefined;
  try {
    return await realpath(directory);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * The folder in which a task's renderers write, beside its project file. Whoever leases the task's frames
 * creates it.
 */
export function outputDirectoryOf(filePath: string): string {
  return join(dirname(filePath), outputDirectoryName);
}

export interface NewTaskDirectory {
  readonly directory: string;
  /** The submission's time in ms since 1970, moved on until no other task of the user has it. */
  readonly queuedAtMs: number;
}

/**
 * Creates the folder of a new task, for itself alone: of two submissions in the same millisecond the second
 * gets the next one.
 */
export async function createTaskDirectory(input: {
  readonly downloadPath: string;
  readonly userId: number;
  readonly receivedAtMs: number;
}): Promise<NewTaskDirectory> {
  if (!Number.isSafeInteger(input.userId) || input.userId < 0)
    throw new Error(`Not a user id: ${input.userId}`);
  const downloadPath = resolve(input.downloadPath);
  const userDirectory = join(downloadPath, String(input.userId));
  await makeUserDirectory(userDirectory);
  for (let bump = 0; bump < maxBumps; bump += 1) {
    const queuedAtMs = Math.floor(input.receivedAtMs) + bump;
    const directory = join(userDirectory, ticksOf(queuedAtMs).toString());
    try {
      await mkdir(directory);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') continue;
      if (!isMissing(error)) throw error;
      // Another submission of this user was refused, and took the empty folder with it.
      await makeUserDirectory(userDirectory);
      continue;
    }
    await syncDirectory(userDirectory);
    return { directory, queuedAtMs };
  }
  throw new Error(`No free folder for a new task in ${userDirectory}`);
}

async function makeUserDirectory(userDirectory: string): Promise<void> {
  const firstCreated = await mkdir(userDirectory, { recursive: true });
  if (firstCreated !== undefined) await syncDirectory(dirname(firstCreated));
}

/** Removes the folder of a user, from a task's folder that is gone from it, when there is no other in it. */
export async function leaveUserDirectory(taskDirectory: string): Promise<void> {
  try {
    await rmdir(dirname(taskDirectory));
  } catch {
    // Other tasks are in it, or somebody else has removed it.
  }
}

/**
 * Removes a task's folder and everything in it, trying again while a renderer that is just ending still holds
 * files. A folder that is gone already is fine; a path that is not a task's is left alone.
 *
 * @returns whether a folder was removed
 */
export async function removeTaskDirectory(filePath: string): Promise<boolean> {
  const directory = taskDirectoryOf(filePath);
  if (directory === undefined) return false;
  try {
    await lstat(directory);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  // Retries with 50, 100, … ms between them: 2.25 s in all.
  await rm(directory, { recursive: true, force: true, maxRetries: 9, retryDelay: 50 });
  await leaveUserDirectory(directory);
  return true;
}

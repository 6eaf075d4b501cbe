import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, systemCode } from '../errors/storage-error.ts';
import { isRealFolder } from '../files/is-real-folder.ts';
import { logFolderName, taskDirectoryOf } from '../tasks/task-directory.ts';

/**
 * Where the log of an attempt lies: `<task's folder>/.logs/<attempt>.log`.
 *
 * @returns undefined when there is no folder of logs: the task has none yet, or is gone
 */
export async function attemptLogPath(filePath: string, attemptId: number): Promise<string | undefined> {
  const folder = logFolderOf(filePath);
  if (folder === undefined || !(await isRealFolder(folder))) return undefined;
  return join(folder, `${attemptId}.log`);
}

/**
 * The same, and makes the folder of logs.
 *
 * @returns undefined when the task's own folder is gone
 * @throws the system's error, as when the disk is full
 */
export async function newAttemptLogPath(filePath: string, attemptId: number): Promise<string | undefined> {
  const folder = logFolderOf(filePath);
  if (folder === undefined) return undefined;
  try {
    await mkdir(folder);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  return attemptLogPath(filePath, attemptId);
}

function logFolderOf(filePath: string): string | undefined {
  const directory = taskDirectoryOf(filePath);
  return directory === undefined ? undefined : join(directory, logFolderName);
}

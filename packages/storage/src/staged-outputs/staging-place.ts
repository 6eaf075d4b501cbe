import { createHash } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';
import { taskDirectoryOf } from '../tasks/task-directory.ts';

/** Below an engine's download_path: outputs that are not yet known to be anybody's. Never listed or sent. */
export const stagingName = '.incoming-outputs';

/** Which frame's outputs. */
export interface StagedFrame {
  /** The task's project file. */
  readonly filePath: string;
  readonly taskId: number;
  readonly leaseId: number;
  readonly frame: number;
}

/**
 * Where the outputs of a lease wait: on the same disk as the task's folder, so that putting them there is a
 * renaming.
 *
 * @returns undefined when the project does not lie in a task's folder
 */
export function stagingFolderOf(lease: Omit<StagedFrame, 'frame'>): string | undefined {
  const directory = taskDirectoryOf(lease.filePath);
  if (directory === undefined) return undefined;
  return join(dirname(dirname(directory)), stagingName, `${lease.taskId}-${lease.leaseId}`);
}

export function stagedFrameFolder(leaseFolder: string, frame: number): string {
  return join(leaseFolder, String(frame));
}

/** The task and the lease that a staging folder is named after. */
export function leaseOfFolder(
  name: string,
): { readonly taskId: number; readonly leaseId: number } | undefined {
  const ids = /^(?<taskId>\d{1,15})-(?<leaseId>\d{1,15})$/.exec(name)?.groups;
  return ids && { taskId: Number(ids['taskId']), leaseId: Number(ids['leaseId']) };
}

/** The frame that a folder inside one is named after. */
export function frameOfFolder(name: string): number | undefined {
  return /^-?\d{1,10}$/.test(name) ? Number(name) : undefined;
}

const longestExtension = 16;

/**
 * What an output is called while it waits: by its name and its content, so that a second upload of other bytes
 * never takes the place of the first, and a restarted program knows what it finds. The extension stays, for those
 * who look into the file.
 */
export function stagedFileName(output: { readonly name: string; readonly sha256: string }): string {
  const ofName = createHash('sha256').update(output.name).digest('hex').slice(0, 32);
  const extension = extname(basename(output.name)).toLowerCase();
  const isPlain = /^\.[a-z0-9]+$/.test(extension) && extension.length <= longestExtension;
  return `${ofName}.${output.sha256}${isPlain ? extension : ''}`;
}

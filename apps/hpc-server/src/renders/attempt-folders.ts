import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { moreFolderOf } from '@renderonline/runtime';

export interface AttemptFolder {
  /** Where the renderer is started; what it writes with a relative path lands here. */
  readonly workDirectory: string;
  readonly logPath: string;
}

function attemptsIn(dataDirectory: string): string {
  return join(dataDirectory, 'attempts');
}

/**
 * Makes a folder for one attempt: `attempts/20260102T030405678Z-task-12-x8Jk2a/`.
 *
 * @param startedAt wall clock, for the name, by which the folders sort in time
 */
export async function makeAttemptFolder(
  dataDirectory: string,
  taskId: bigint,
  startedAt: Date,
): Promise<AttemptFolder> {
  const attempts = attemptsIn(dataDirectory);
  await mkdir(attempts, { recursive: true });
  const time = startedAt.toISOString().replaceAll(/[-:.]/g, '');
  const folder = await mkdtemp(join(attempts, `${time}-task-${taskId}-`));
  const workDirectory = join(folder, 'work');
  await mkdir(workDirectory);
  return { workDirectory, logPath: join(folder, 'output.log') };
}

/**
 * Removes the oldest attempts' folders and logs until `keep` are left.
 *
 * @param isNeeded told a name; what is needed stays
 */
export async function pruneAttemptFolders(
  dataDirectory: string,
  keep: number,
  isNeeded: (name: string) => boolean = () => false,
): Promise<void> {
  const attempts = attemptsIn(dataDirectory);
  const all = await readdir(attempts).catch(() => []);
  // The later parts of a log go with it.
  const names = all.filter((name) => !name.endsWith('.more')).sort();
  for (const name of names.slice(0, Math.max(0, names.length - keep))) {
    if (isNeeded(name)) continue;
    await rm(join(attempts, name), { recursive: true, force: true });
    await rm(moreFolderOf(join(attempts, name)), { recursive: true, force: true });
  }
}

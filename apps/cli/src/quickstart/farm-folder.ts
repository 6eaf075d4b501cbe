import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@renderonline/runtime';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';
import { formatBytes } from '../terminal/measures.ts';

/** Where quickstart keeps what. */
export interface FarmFolder {
  readonly path: string;
  readonly database: string;
  readonly downloads: string;
  readonly contents: string;
  readonly demo: string;
  readonly log: string;
  readonly lock: string;
  readonly hpcServer: string;
}

/** RenderAPI refuses uploads below 256 MiB; the frames and Blender's own files need some as well. */
const leastFreeBytes = 512 * 1024 * 1024;

/**
 * Makes the farm's folder, and makes sure that it can be used.
 *
 * @throws CliError (code 7) when it is not writable or the disk is full
 */
export async function prepareFarmFolder(path: string): Promise<FarmFolder> {
  const folder: FarmFolder = {
    path,
    database: join(path, 'renderonline.db'),
    downloads: join(path, 'downloads'),
    contents: join(path, 'contents'),
    demo: join(path, 'demo'),
    log: join(path, 'quickstart.log'),
    lock: join(path, 'quickstart.lock'),
    hpcServer: join(path, 'hpc-server'),
  };
  try {
    // 0700: projects and frames are nobody else's business.
    await makeFolder(path, { mode: 0o700 });
    await makeFolder(folder.downloads, { mode: 0o700 });
    await makeFolder(folder.contents, { mode: 0o700 });
    await makeFolder(folder.demo, { mode: 0o700 });
    await makeFolder(folder.hpcServer, { mode: 0o700 });
    const probe = join(path, `.writable-${process.pid}`);
    await writeFile(probe, 'This file only tests whether the folder is writable.');
    await rm(probe);
  } catch (error) {
    throw unusable(path, error);
  }
  await requireRoom(path);
  return folder;
}

async function requireRoom(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  if (free >= leastFreeBytes) return;
  throw new CliError(
    exitCodes.disk,
    'disk-full',
    `The disk of ${path} has only ${formatBytes(free)} free; the farm needs ${formatBytes(leastFreeBytes)}.`,
    { next: 'Make room, or choose another disk with --directory FOLDER.' },
  );
}

function unusable(path: string, error: unknown): CliError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CliError(exitCodes.disk, 'disk-full', `The disk of ${path} is full.`, {
      next: 'Make room, or choose another disk with --directory FOLDER.',
      cause: error,
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'there is a file of that name',
  };
  return new CliError(
    exitCodes.disk,
    'folder-not-writable',
    `The folder ${path} cannot be used: ${reasons[code] ?? (error as Error).message}.`,
    { next: 'Choose another with --directory FOLDER.', cause: error },
  );
}

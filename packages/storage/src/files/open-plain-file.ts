import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { isMissing, systemCode } from '../errors/storage-error.ts';

/**
 * O_NONBLOCK: opening a named pipe must not wait for a writer that never comes. Windows has neither flag and
 * follows links; there the folder's listing and openPlainFile's comparison catch them.
 */
const readOnlyPlain =
  constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);

/** How opening says that there is nothing to read: a link, a socket or pipe, a name that cannot exist, a folder. */
const notPlainCodes: ReadonlySet<string | undefined> = new Set(['ELOOP', 'ENXIO', 'ENAMETOOLONG', 'EISDIR']);

export interface PlainFile {
  readonly handle: FileHandle;
  /** Bytes when it was opened. */
  readonly size: number;
  readonly modifiedAtMs: number;
}

/**
 * Opens a plain file that really lies where its path says: no symbolic link, neither itself nor a folder above
 * it, no device, no pipe. For paths that people send.
 *
 * @param path an absolute path below `realRoot`
 * @param realRoot a folder without symbolic links in its path (from realpath)
 * @returns undefined when there is no such file
 */
export async function openPlainFile(path: string, realRoot: string): Promise<PlainFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, readOnlyPlain);
  } catch (error) {
    if (isMissing(error) || notPlainCodes.has(systemCode(error))) return undefined;
    throw error;
  }
  try {
    const opened = await handle.stat();
    if (opened.isFile() && (await isWhereItSays(path, realRoot, opened))) {
      return { handle, size: opened.size, modifiedAtMs: opened.mtimeMs };
    }
  } catch (error) {
    await handle.close();
    if (isMissing(error)) return undefined;
    throw error;
  }
  await handle.close();
  return undefined;
}

interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** Whether the path has no link in it and still leads to the file that was opened. */
async function isWhereItSays(path: string, realRoot: string, opened: FileIdentity): Promise<boolean> {
  const real = await realpath(path);
  if (real !== path || !isInside(real, realRoot)) return false;
  const there = await lstat(path);
  return there.dev === opened.dev && there.ino === opened.ino;
}

function isInside(path: string, realRoot: string): boolean {
  return path.startsWith(realRoot) && /^[/\\]/.test(path.slice(realRoot.length));
}

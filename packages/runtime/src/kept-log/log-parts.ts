import { constants } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Flags with which parts are opened: renderers may write beside them, and could put a link there that leads elsewhere,
 * or a pipe that nobody ever reads. Windows has neither flag.
 */
export const plainFileOnly = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file of a kept log: what was said from byte `start` on. */
export interface LogPart {
  readonly path: string;
  /** Counted from the log's beginning, what was left out since included. */
  readonly start: number;
  /** Bytes. */
  readonly size: number;
}

/** Where the parts behind the first one lie: beside `34.log`, `34.log.more/000000065536`. */
export function moreFolderOf(path: string): string {
  return `${path}.more`;
}

/** The path of the part that begins at this byte. */
export function partPath(path: string, start: number): string {
  return start === 0 ? path : join(moreFolderOf(path), String(start).padStart(16, '0'));
}

/**
 * The parts of a log that are there, in order; none when there is no such log. Links are none.
 *
 * @throws the system's error when they cannot be read
 */
export async function listLogParts(path: string): Promise<LogPart[]> {
  const [first, more] = await Promise.all([sizeOf(path), namesOfMore(path)]);
  const parts: LogPart[] = first === undefined ? [] : [{ path, start: 0, size: first }];
  for (const name of more.filter((one) => /^\d{16}$/.test(one)).sort()) {
    const part = partPath(path, Number(name));
    const size = await sizeOf(part);
    if (size !== undefined) parts.push({ path: part, start: Number(name), size });
  }
  return parts;
}

/** Whether it is a folder itself, not a link to one. */
export async function isRealFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    noneWhenMissing(error);
    return false;
  }
}

async function namesOfMore(path: string): Promise<string[]> {
  const folder = moreFolderOf(path);
  return (await isRealFolder(folder)) ? readdir(folder).catch(noneWhenMissing) : [];
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const facts = await lstat(path);
    return facts.isFile() ? facts.size : undefined;
  } catch (error) {
    noneWhenMissing(error);
    return undefined;
  }
}

function noneWhenMissing(error: unknown): [] {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return [];
  throw error as Error;
}

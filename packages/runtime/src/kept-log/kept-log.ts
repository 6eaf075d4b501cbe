import { constants } from 'node:fs';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import {
  isRealFolder,
  listLogParts,
  moreFolderOf,
  partPath,
  plainFileOnly,
  type LogPart,
} from './log-parts.ts';

/** The second half of what is kept consists of so many parts, of which the oldest goes when there is a new one. */
const tailParts = 8;
const newline = 10;
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | plainFileOnly;

/**
 * A log that never takes more than its limit: the first half of it and the last are kept. Text that is only ever
 * added to; positions are bytes since its beginning, what was left out included. All of it is in files, so that
 * whoever opens it after a crash goes on where it stopped.
 */
export interface KeptLog {
  readonly path: string;
  /** Bytes that it was given so far. */
  readonly size: number;
  /** What is there, in order. Gaps between them were left out. */
  readonly parts: readonly LogPart[];
  /**
   * Adds text, best whole lines: where a part ends, lines stay whole. One call at a time.
   *
   * @throws the system's error, as when the disk is full, or ELOOP when a link lies in its place; `size` tells what was
   *   taken
   */
  append(bytes: Uint8Array): Promise<void>;
  /** What would come next is not known: it goes on at this position. */
  skipTo(position: number): void;
}

/**
 * Opens a log, or begins it: its file is made by the first text.
 *
 * @param path the folder must be there
 * @param maxBytes what its files take at most
 */
export async function openKeptLog(path: string, maxBytes: number): Promise<KeptLog> {
  const headBytes = Math.ceil(maxBytes / 2);
  const partBytes = Math.floor(maxBytes / 2 / tailParts);
  const parts = await listLogParts(path);
  const last = parts.at(-1);
  let size = last === undefined ? 0 : last.start + last.size;
  let endsLine = true;
  let hasFolder = parts.some(({ start }) => start > 0);

  /** How much of this goes into the newest part; 0: a new one begins. */
  function roomFor(bytes: Uint8Array): number {
    const newest = parts.at(-1);
    const isFirst = newest === undefined ? size === 0 : newest.start === 0;
    if (newest !== undefined && newest.start + newest.size !== size) return 0;
    const used = newest?.size ?? 0;
    const room = (isFirst ? headBytes : newest === undefined ? 0 : partBytes) - used;
    if (bytes.length <= room) return bytes.length;
    const lineEnd = room <= 0 ? 0 : bytes.lastIndexOf(newline, room - 1) + 1;
    // A line that is longer than a part, or had begun in it, is cut.
    return lineEnd > 0 || (used > 0 && endsLine) ? lineEnd : Math.max(0, room);
  }

  async function beginPart(): Promise<void> {
    if (!hasFolder && size > 0) await makeFolder(moreFolderOf(path));
    hasFolder ||= size > 0;
    parts.push({ path: partPath(path, size), start: size, size: 0 });
    await leaveOut();
  }

  /** Removes the oldest parts behind the first until a new one has room. */
  async function leaveOut(): Promise<void> {
    for (;;) {
      const tail = parts.filter(({ start }) => start > 0);
      const kept = tail.slice(0, -1).reduce((sum, part) => sum + part.size, 0);
      const [oldest] = tail;
      if (oldest === undefined || tail.length < 2 || kept + partBytes <= maxBytes - headBytes) return;
      await rm(oldest.path, { force: true });
      parts.splice(parts.indexOf(oldest), 1);
    }
  }

  async function write(bytes: Uint8Array): Promise<void> {
    const newest = parts.at(-1);
    if (newest === undefined) return;
    await appendFile(newest.path, bytes, { mode: 0o644, flag: appending });
    parts[parts.length - 1] = { ...newest, size: newest.size + bytes.length };
    size += bytes.length;
    endsLine = bytes.at(-1) === newline;
  }

  return {
    path,
    parts,
    get size() {
      return size;
    },
    async append(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        if (partBytes === 0) {
          // A limit that leaves room for nothing: it is only counted.
          size += rest.length;
          return;
        }
        if (parts.length === 0) await beginPart();
        const fits = roomFor(rest);
        if (fits === 0) {
          await beginPart();
          continue;
        }
        await write(rest.subarray(0, fits));
        rest = rest.subarray(fits);
      }
    },
    skipTo(position) {
      if (position <= size) return;
      size = position;
      endsLine = true;
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (await isRealFolder(folder)) return;
  throw Object.assign(new Error(`${folder} is a link`), { code: 'ELOOP' });
}

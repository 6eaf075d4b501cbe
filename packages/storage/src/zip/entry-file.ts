import { close, closeSync, constants, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { isMissing, systemCode } from '../errors/storage-error.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const readFile = promisify(read);

/**
 * Never through a link, and never waiting for the writer of a named pipe. Windows has neither flag; there the
 * folder's listing has already told links apart.
 */
const readOnlyPlain =
  constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);

/** A plain file opened for the archive. A descriptor, not a FileHandle: of those, 70,000 take a second more. */
export interface EntryFile {
  readonly descriptor: number;
  /** Bytes when it was opened. */
  readonly size: number;
  readonly modifiedAtMs: number;
}

/**
 * Opens a file that a walk which follows no links has just found.
 *
 * @returns undefined when it has vanished or is no plain file any more
 */
export async function openEntryFile(path: string): Promise<EntryFile | undefined> {
  let descriptor: number;
  try {
    descriptor = await openFile(path, readOnlyPlain);
  } catch (error) {
    // ELOOP: a link. ENXIO: a socket or a pipe.
    if (isMissing(error) || systemCode(error) === 'ELOOP' || systemCode(error) === 'ENXIO') return undefined;
    throw error;
  }
  // Not asynchronous: the system knows the answer since the file is open, and a trip to the thread pool takes longer.
  const opened = fstatSync(descriptor);
  if (opened.isFile()) return { descriptor, size: opened.size, modifiedAtMs: opened.mtimeMs };
  await closeFile(descriptor);
  return undefined;
}

/** Reads up to `length` bytes; fewer at the end of the file. */
export async function readEntryPart(file: EntryFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await readFile(file.descriptor, bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Nothing was written, so closing waits for nothing. */
export function closeEntryFile(file: EntryFile): void {
  closeSync(file.descriptor);
}

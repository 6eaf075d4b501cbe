import { open, readFile, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder, writeFileAtomically, type Logger } from '@renderonline/runtime';
import { readRecords, recordLine, type OutboxRecord } from './outbox-record.ts';

/** A file of records that only grows at its end, or is replaced as a whole. */
export interface OutboxFile {
  /** Bytes it takes. */
  length(): number;
  /**
   * Adds lines.
   *
   * @param isSynced false leaves it to the system when they reach the disk; they outlive this process all the same
   * @throws the system's error when the disk is full or broken; then nothing was added
   */
  append(lines: string, isSynced: boolean): Promise<void>;
  /** Writes the whole file anew, or leaves it as it was. */
  replace(records: readonly OutboxRecord[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the file, makes it when there is none, and cuts off what a crash left half written at its end.
 *
 * @param first what a new file begins with
 * @returns the file, and the records in it
 */
export async function openOutboxFile(
  path: string,
  first: OutboxRecord,
  log: Logger,
): Promise<{ file: OutboxFile; records: OutboxRecord[] }> {
  await makeFolder(dirname(path), { mode: 0o700 });
  await removeAsides(path);
  let found = await readIfThere(path);
  if (found !== undefined && found.records[0]?.kind !== 'header') {
    log.error({ path }, 'the outbox cannot be read; it is kept beside as .broken, and a new one begins');
    await rename(path, `${path}.broken`);
    found = undefined;
  }
  if (found === undefined) {
    const line = recordLine(first);
    await writeFileAtomically(path, line, { mode: 0o600 });
    found = { records: [first], length: Buffer.byteLength(line) };
  }
  let handle: FileHandle | undefined;
  let length = found.length;
  const opened = async () => (handle ??= await open(path, 'r+'));
  await (await opened()).truncate(length);

  async function append(lines: string, isSynced: boolean): Promise<void> {
    const data = Buffer.from(lines);
    const to = await opened();
    try {
      await writeAll(to, data, length);
      if (isSynced) await to.datasync();
    } catch (error) {
      // What got through must not stand there half.
      await to.truncate(length).catch(() => undefined);
      throw error;
    }
    length += data.length;
  }

  async function replace(records: readonly OutboxRecord[]): Promise<void> {
    const data = Buffer.from(records.map(recordLine).join(''));
    // Windows renames over no file that is open.
    await close();
    await writeFileAtomically(path, data, { mode: 0o600 });
    length = data.length;
  }

  async function close(): Promise<void> {
    const closing = handle;
    handle = undefined;
    await closing?.close();
  }

  return {
    file: { length: () => length, append, replace, close },
    records: found.records,
  };
}

async function writeAll(handle: FileHandle, data: Buffer, position: number): Promise<void> {
  for (let done = 0; done < data.length;) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

async function readIfThere(path: string): Promise<ReturnType<typeof readRecords> | undefined> {
  try {
    return readRecords(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes what a kill in the middle of `replace` left. */
async function removeAsides(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')) {
      await rm(join(folder, name), { force: true });
    }
  }
}

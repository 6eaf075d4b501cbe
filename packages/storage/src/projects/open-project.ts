import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { domainError } from '@renderonline/domain';
import { openPlainFile, type PlainFile } from '../files/open-plain-file.ts';
import { realTaskDirectoryOf } from '../tasks/task-directory.ts';

/** Bytes read at a time. */
const chunkBytes = 256 * 1024;

export interface OpenProject {
  /** Bytes. */
  readonly size: number;
  readonly modifiedAtMs: number;
  /** Bytes `start` to `end`, both included; once. Read it to its end or destroy it: it holds the file open. */
  read(start: number, end: number): Readable;
  /** Instead of reading. */
  close(): Promise<void>;
}

/**
 * Opens a task's project for reading.
 *
 * Throws `project-not-readable` when it is not where the database says.
 */
export async function openProject(filePath: string): Promise<OpenProject> {
  const { handle, size, modifiedAtMs } = await openProjectFile(filePath);
  return {
    size,
    modifiedAtMs,
    read: (start, end) => handle.createReadStream({ start, end, highWaterMark: chunkBytes, autoClose: true }),
    close: () => handle.close(),
  };
}

/** The same, as a file to be closed by the caller. */
export async function openProjectFile(filePath: string): Promise<PlainFile> {
  const directory = await realTaskDirectoryOf(filePath);
  const file =
    directory === undefined ? undefined : await openPlainFile(join(directory, basename(filePath)), directory);
  if (file !== undefined) return file;
  throw domainError(
    'project-not-readable',
    'The project of the task is not where this farm keeps projects, or is no plain file.',
  );
}

import { join } from 'node:path';
import { Readable } from 'node:stream';
import { domainError } from '@renderonline/domain';
import { openPlainFile, type PlainFile } from '../files/open-plain-file.ts';
import { outputDirectoryName, realTaskDirectoryOf } from '../tasks/task-directory.ts';
import { ownNames } from './walk-outputs.ts';

/** Bytes read at a time. */
const chunkBytes = 256 * 1024;

export interface OutputRequest {
  /** The task's project file. */
  readonly filePath: string;
  /** The output, as listOutputs names it. */
  readonly path: string;
  /** First byte, counted from 0; the file's beginning unless given. */
  readonly start?: number | undefined;
  /** Last byte, included; the file's end unless given, and when it lies beyond it. */
  readonly end?: number | undefined;
}

export interface OpenOutput {
  /** The bytes asked for. Read it to its end or destroy it: it holds the file open. */
  readonly stream: Readable;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly modifiedAtMs: number;
}

/**
 * Opens one output for reading. Whatever the path, only a plain file of this task that listOutputs would list
 * is opened: no `..`, no symbolic link, no project.
 *
 * Throws `output-not-found`, and `range-not-satisfiable` when `start` lies behind the end.
 */
export async function openOutput(request: OutputRequest): Promise<OpenOutput> {
  const { start = 0 } = request;
  const { handle, size, modifiedAtMs } = await openOutputFile(request);
  const end = Math.min(request.end ?? size - 1, size - 1);
  const isWholeEmptyFile = size === 0 && start === 0;
  if (!Number.isSafeInteger(start) || start < 0 || (start > end && !isWholeEmptyFile)) {
    await handle.close();
    throw domainError('range-not-satisfiable', `The file has ${size} bytes; there is none at ${start}.`, {
      size,
    });
  }
  // It may have grown meanwhile, but its size has been told.
  if (size === 0) await handle.close();
  const stream =
    size === 0
      ? Readable.from([])
      : handle.createReadStream({ start, end, highWaterMark: chunkBytes, autoClose: true });
  return { stream, size, modifiedAtMs };
}

/**
 * The same, as the open file itself, which is the caller's to close.
 *
 * Throws `output-not-found`.
 */
export async function openOutputFile({
  filePath,
  path,
}: Pick<OutputRequest, 'filePath' | 'path'>): Promise<PlainFile> {
  const file = await findOutput(filePath, path);
  if (file === undefined) throw domainError('output-not-found', `The task has no file ${quoted(path)}.`);
  return file;
}

async function findOutput(filePath: string, path: string): Promise<PlainFile | undefined> {
  const segments = path.split('/');
  if (!segments.every(isPlainSegment)) return undefined;
  const realDirectory = await realTaskDirectoryOf(filePath);
  if (realDirectory === undefined) return undefined;
  const outputDirectory = join(realDirectory, outputDirectoryName);
  const under = await openPlainFile(join(outputDirectory, ...segments), outputDirectory);
  if (under !== undefined) return under;
  if (ownNames(filePath).has(segments[0] ?? '')) return undefined;
  return openPlainFile(join(realDirectory, ...segments), realDirectory);
}

/** A name that stays in its folder on every system. */
function isPlainSegment(segment: string): boolean {
  if (segment === '' || segment === '.' || segment === '..' || segment.includes('\0')) return false;
  return process.platform !== 'win32' || !/[\\:]/.test(segment);
}

/** The path for a message: short, and without characters that could play tricks on a terminal. */
function quoted(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}

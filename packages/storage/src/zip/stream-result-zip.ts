import { addAbortSignal, Readable } from 'node:stream';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { domainError } from '@renderonline/domain';
import { isMissing } from '../errors/storage-error.ts';
import { namesIn } from '../files/names-in.ts';
import { walkOutputs } from '../outputs/walk-outputs.ts';
import { outputDirectoryName, realTaskDirectoryOf } from '../tasks/task-directory.ts';
import { createCentralDirectory } from './central-directory.ts';
import { streamEntryData } from './entry-data.ts';
import { closeEntryFile } from './entry-file.ts';
import { lookAhead } from './look-ahead.ts';
import { prepareFetched, type FetchLimits, type FileElsewhere } from './prepare-fetched.ts';
import { dropEntry, prepareEntry, type PreparedEntry } from './prepared-entry.ts';
import { dataDescriptor, localHeader, noData, type ZipEntryData } from './zip-records.ts';

/** Files opened, and read when they are small, before their turn: hides the disk's latency. At most 2 MiB. */
const filesAhead = 8;

/** Small pieces are sent together once they make so many bytes. */
const batchBytes = 128 * 1024;

const defaultFetchLimits: FetchLimits = { minFreeBytes: 0, idleTimeoutMs: 120_000 };

/** What of a task goes into an archive. */
export interface TaskToPack {
  /** The task's project file. */
  readonly filePath: string;
  /** A folder of the archive that all of it goes into, without `/`; none unless given. */
  readonly folder?: string | undefined;
  /** Whether the project goes into the archive too, beside the results. */
  readonly includeProject: boolean;
  /** Which of the results go into it, by their paths; all unless given. */
  readonly includes?: ((path: string) => boolean) | undefined;
  /** All files of the project when it has several; else it is the file at `filePath`. */
  readonly projectFiles?: readonly ProjectFileToPack[] | undefined;
}

export interface ZipOptions {
  /** Of the disk to which files from elsewhere are fetched, one after another and some ahead. */
  readonly fetchLimits?: FetchLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A file of a project of several, on this computer or elsewhere; its path in the project is relative, with `/`. */
export type ProjectFileToPack =
  | {
      readonly path: string;
      readonly absolutePath: string;
      /** Fails the archive when the file is not what it was. */
      readonly check?: () => Promise<void>;
    }
  | ({ readonly path: string } & FileElsewhere);

/**
 * The results of a task as a ZIP archive, written while it is read: nothing is built before, memory is constant
 * but for about 100 bytes a file, and the order is that of walkOutputs. Files that are compressed already are
 * stored, others deflated; beyond 4 GiB or 65,535 files it becomes ZIP64. Links are left out, and files that
 * vanish meanwhile. Destroying the stream, or the signal, ends all work, the fetching of files among it.
 *
 * The stream fails with `no-results` before its first byte when there is nothing to send; ask hasOutputs before
 * the answer's headers go out.
 */
export function streamResultZip({ fetchLimits, signal, ...task }: TaskToPack & ZipOptions): Readable {
  return streamResultsZip([task], { fetchLimits, signal });
}

/** As `streamResultZip`, of several tasks one after another. Their folders are to differ. */
export function streamResultsZip(tasks: readonly TaskToPack[], options: ZipOptions = {}): Readable {
  const gone = new AbortController();
  const stream = Readable.from(batched(writeArchive(tasks, options, gone.signal)), {
    objectMode: false,
    highWaterMark: 2 * batchBytes,
  });
  // Not with `close`, which comes when the generator has ended: it may be waiting for a file that is being fetched.
  const destroy = stream._destroy.bind(stream);
  stream._destroy = (error, callback) => {
    gone.abort();
    destroy(error, callback);
  };
  return options.signal === undefined ? stream : addAbortSignal(options.signal, stream);
}

interface Position {
  /** Bytes of the archive so far. */
  offset: number;
}

async function* writeArchive(
  tasks: readonly TaskToPack[],
  { fetchLimits = defaultFetchLimits }: ZipOptions,
  gone: AbortSignal,
): AsyncGenerator<Buffer> {
  const directory = createCentralDirectory();
  const position: Position = { offset: 0 };
  async function prepare(file: ProjectFileToPack): Promise<PreparedEntry | undefined> {
    if ('open' in file) return prepareFetched(file.path, file, { ...fetchLimits, signal: gone });
    await file.check?.();
    return prepareEntry(file.path, file.absolutePath);
  }
  for await (const prepared of lookAhead(filesOfAll(tasks), filesAhead, prepare, dropEntry)) {
    if (prepared === undefined) continue;
    const start = position.offset;
    const data = yield* entryParts(prepared, position);
    directory.add(prepared.entry, data, start);
  }
  if (position.offset === 0) throw domainError('no-results', 'The task has not produced any file yet.');
  yield* directory.bytes(position.offset);
}

/** Header, data and descriptor of one file. Closes it. */
async function* entryParts(
  prepared: PreparedEntry,
  position: Position,
): AsyncGenerator<Buffer, ZipEntryData> {
  function counted(part: Buffer): Buffer {
    position.offset += part.length;
    return part;
  }
  if (prepared.kind === 'whole') {
    yield counted(localHeader(prepared.entry, prepared.data));
    yield counted(prepared.bytes);
    return prepared.data;
  }
  try {
    yield counted(localHeader(prepared.entry));
    const data = streamEntryData(prepared);
    try {
      for (let part = await data.next(); ; part = await data.next()) {
        if (part.done === true) {
          yield counted(dataDescriptor(prepared.entry, part.value));
          return part.value;
        }
        yield counted(part.value);
      }
    } finally {
      await data.return(noData);
    }
  } finally {
    closeEntryFile(prepared.file);
  }
}

async function* filesOfAll(tasks: readonly TaskToPack[]): AsyncGenerator<ProjectFileToPack> {
  for (const task of tasks) {
    const prefix = task.folder === undefined ? '' : `${task.folder}/`;
    for await (const file of filesOf(task)) yield { ...file, path: `${prefix}${file.path}` };
  }
}

async function* filesOf(task: TaskToPack): AsyncGenerator<ProjectFileToPack> {
  const { filePath, includeProject, projectFiles, includes } = task;
  for await (const file of walkOutputs(filePath)) if (includes?.(file.path) !== false) yield file;
  const directory = includeProject ? await realTaskDirectoryOf(filePath) : undefined;
  if (directory === undefined) return;
  if (projectFiles !== undefined) {
    const prefix = (await isAmongResults(directory, basename(filePath), projectFiles)) ? 'project/' : '';
    for (const file of projectFiles) yield { ...file, path: `${prefix}${file.path}` };
    return;
  }
  const name = basename(filePath);
  const isNameTaken = await exists(join(directory, outputDirectoryName, name));
  yield { path: isNameTaken ? `project/${name}` : name, absolutePath: join(directory, name) };
}

/** Whether anything at the top of the project is called like a result: then it goes into a folder of its own. */
async function isAmongResults(
  directory: string,
  mainName: string,
  files: readonly ProjectFileToPack[],
): Promise<boolean> {
  // The main file lies there as well, and is no result.
  const beside = (await namesIn(directory)).filter((name) => name !== mainName);
  const results = [...beside, ...(await namesIn(join(directory, outputDirectoryName)))];
  const names = new Set(results.map((name) => name.toLowerCase()));
  return files.some(({ path }) => names.has((path.split('/', 1)[0] ?? '').toLowerCase()));
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Joins small pieces; the first goes out by itself, so that the reader sees at once that something comes. */
async function* batched(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let batch: Buffer[] = [];
  let bytes = 0;
  let isFirst = true;
  for await (const part of parts) {
    if (part.length >= batchBytes / 2 || isFirst) {
      isFirst = false;
      if (batch.length > 0) yield Buffer.concat(batch);
      batch = [];
      bytes = 0;
      yield part;
      continue;
    }
    batch.push(part);
    bytes += part.length;
    if (bytes < batchBytes) continue;
    yield Buffer.concat(batch);
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield Buffer.concat(batch);
}

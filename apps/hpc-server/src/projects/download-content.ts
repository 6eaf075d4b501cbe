import type { Logger } from '@renderonline/runtime';
import { hash } from 'node:crypto';
import { open, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { FileStream, LinkHttp, TaskFile } from '../leases/lease-runner.ts';
import { LinkRefusal } from '../link/link-refusal.ts';
import type { FileSource, NearestSources } from '../neighbours/nearest-source.ts';
import type { FileInspector } from '../outputs/file-inspector.ts';
import type { Clock } from '../renders/render-context.ts';

/** What comes from RenderAPI is, time and again, not what it promised. */
export class ProjectUnavailable extends Error {
  override readonly name = 'ProjectUnavailable';
}

export interface DownloadContext {
  readonly api: Pick<LinkHttp, 'openFile' | 'openManifest' | 'untilWorthTrying' | 'contentsId'>;
  readonly sources: NearestSources;
  readonly inspector: FileInspector;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DownloadOrder {
  readonly file: TaskFile;
  readonly size: number;
  readonly sha256: string;
  /** Where it is written to; what is there already is its beginning. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** A smaller file is fetched in one piece: among thousands of them every look at the disk counts. */
export const wholeBytes = 64 * 1024;
/** Wrong bytes are fetched again so often: a broken part of an earlier run, a proxy's error page. */
const mostWrongTimes = 3;

/**
 * Fetches a file of a project as often and as long as it takes, going on where it broke off, and checks what came.
 *
 * @throws LinkRefusal, `ProjectUnavailable`, the system's error (a full disk), or the signal's reason.
 */
export async function downloadContent(order: DownloadOrder, context: DownloadContext): Promise<void> {
  const { size, sha256, path, signal, file } = order;
  const { api, inspector, log } = context;
  const source = context.sources.of(order);
  const facts = { taskId: file.taskId, sha256 };
  let failures = 0;
  let wrongTimes = 0;
  for (;;) {
    let found: { readonly size: number; readonly sha256: string } | undefined;
    try {
      if (size <= wholeBytes) found = await fetchWhole(order, api);
      else if (await fetchRest(order, source)) failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof LinkRefusal || isOfDisk(error)) throw error;
      if (source.leave(error)) continue;
      if (!(error instanceof WrongLength)) {
        failures += 1;
        log.warn({ err: error, ...facts, failures }, 'fetching a file of a project broke off');
        await api.untilWorthTrying(failures, signal);
        continue;
      }
    }
    if (size > wholeBytes) found = await inspector.inspect(path, 'hash');
    if (found?.size === size && found.sha256 === sha256) return;
    await rm(path, { force: true });
    if (source.blame()) continue;
    wrongTimes += 1;
    log.warn({ ...facts, wrongTimes, size: found?.size }, 'a file of a project came with wrong bytes');
    if (wrongTimes < mostWrongTimes) continue;
    throw new ProjectUnavailable(
      `what came of a file of the project was not that file, ${mostWrongTimes} times over; check the storage of RenderAPI, and proxies on the way`,
    );
  }
}

/** RenderAPI holds another file than it announced. */
class WrongLength extends Error {}

/**
 * Fetches a small file, and writes it only when it is the right one.
 *
 * @returns what came
 * @throws whatever breaks it off
 */
async function fetchWhole({ file, size, sha256, path, signal }: DownloadOrder, api: DownloadContext['api']) {
  const chunks: Buffer[] = [];
  if (size > 0) {
    const stream = await api.openFile(file, { offset: 0, signal });
    requireFit(stream, 0, size);
    let left = size;
    // Leaving the loop by an error destroys the stream.
    for await (const chunk of stream.body as AsyncIterable<Buffer>) {
      left -= chunk.length;
      if (left < 0) throw new WrongLength('the file is longer than it was announced');
      chunks.push(chunk);
    }
    if (left > 0) throw new Error('the file ended before its end');
  }
  const bytes = Buffer.concat(chunks);
  const found = { size: bytes.length, sha256: hash('sha256', bytes) };
  if (found.sha256 === sha256) await writeFile(path, bytes, { flush: true });
  return found;
}

/**
 * Reads from the end of what is there to the end of the file.
 *
 * @returns whether anything had to be read
 * @throws whatever breaks it off; what has come is kept, and synced when it is whole.
 */
async function fetchRest({ size, path }: DownloadOrder, source: FileSource) {
  const present = await sizeOf(path);
  if (present === size) return false;
  const offset = present > size ? 0 : present;
  const file = await open(path, present > size ? 'w' : 'a');
  try {
    const stream = await source.open(offset);
    requireFit(stream, offset, size);
    if (stream.startsAt < offset) await file.truncate(0);
    await write(stream, file, size);
    if ((await file.stat()).size < size) throw new Error('the file ended before its end');
    await file.sync();
    return true;
  } finally {
    await file.close();
  }
}

function requireFit({ startsAt, totalBytes, body }: FileStream, offset: number, size: number): void {
  if (totalBytes === size && (startsAt === 0 || startsAt === offset)) return;
  body.destroy();
  throw new WrongLength(`the file has ${totalBytes} bytes instead of ${size}`);
}

/** Never writes more than was announced: a full disk is worse than a file that cannot be had. */
async function write({ startsAt, body }: FileStream, file: FileHandle, size: number): Promise<void> {
  let left = size - startsAt;
  // Leaving the loop by an error destroys the stream.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    left -= chunk.length;
    if (left < 0) throw new WrongLength('the file is longer than it was announced');
    await file.writeFile(chunk);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Asking RenderAPI again makes no room on our disk. */
function isOfDisk(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return (
    syscall !== undefined && ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO', 'EFBIG'].includes(code ?? '')
  );
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { domainError } from '@renderonline/domain';
import { contentCorrupted } from '../contents/content-errors.ts';
import { isMissing, storageError } from '../errors/storage-error.ts';
import { namesIn } from '../files/names-in.ts';
import { requireRoom, roomCheckBytes } from '../uploads/write-upload.ts';
import { hashOpenFile } from '../uploads/hash-open-file.ts';
import type { HashedFile } from '../uploads/hashed-file.ts';
import { incomingChunks, type IncomingChunks } from '../uploads/incoming-chunks.ts';
import { createOpenUploads } from './open-uploads.ts';
import {
  openUploadsLimit,
  readPartialUpload,
  uploadLocked,
  uploadNotFound,
  uploadOffsetWrong,
  type PartialUpload,
} from './partial-upload.ts';

export interface UploadShelfOptions {
  /** Created when it is not there. */
  readonly folder: string;
  /** Bytes that must stay free on its disk. */
  readonly minFreeBytes: number;
  /** Longest time in ms without a byte from a sender. */
  readonly idleTimeoutMs: number;
}

/** Uploads that come in pieces, on disk: they go on where they were after a restart. */
export interface UploadShelf {
  /**
   * @param limits of all uploads that the user has begun, also before a restart
   * @throws `disk-full`, `open-uploads-limit`
   */
  create(upload: Omit<PartialUpload, 'uploadId'>, limits: OpenUploadLimits): Promise<PartialUpload>;
  /** @returns undefined when there is none, or it has expired */
  find(uploadId: string): Promise<(PartialUpload & { readonly offset: number }) | undefined>;
  /**
   * Takes bytes until the source ends, hashed on the way; what came before a failure stays. One request at a time.
   *
   * @returns how many bytes the upload has
   * @throws `upload-locked`, `upload-offset-wrong`, `upload-too-large` for more than was announced, `disk-full`,
   *   `upload-timed-out`, the signal's reason, `upload-incomplete`
   */
  append(upload: PartialUpload, input: AppendInput): Promise<number>;
  /**
   * The file of an upload that has all its bytes; the caller takes it away and then removes the upload. When the bytes
   * are not those that were announced nothing is left of it.
   *
   * @throws `content-corrupted`, `upload-locked`
   */
  finish(upload: PartialUpload): Promise<string>;
  /** @throws `upload-locked` */
  remove(uploadId: string): Promise<void>;
  /** Removes uploads to which nothing was added for `olderThanMs`. @returns how many */
  sweep(input: { readonly olderThanMs: number }): Promise<number>;
  /** Writes down what is in memory. */
  close(): Promise<void>;
}

export interface OpenUploadLimits {
  readonly maxCount: number;
  /** All of them together, as announced. */
  readonly maxBytes: number;
}

export interface AppendInput {
  readonly offset: number;
  /** Left to the caller when it is not read to its end. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const infoEnding = '.json';

export function createUploadShelf(options: UploadShelfOptions): UploadShelf {
  const { minFreeBytes, idleTimeoutMs } = options;
  const folder = resolve(options.folder);
  /** Of this program, or asked for of it. */
  const known = new Map<string, PartialUpload>();
  const busy = new Set<string>();
  const files = createOpenUploads((uploadId) => busy.has(uploadId));
  const pathOf = (uploadId: string): string => join(folder, uploadId);
  const infoPathOf = (uploadId: string): string => `${pathOf(uploadId)}${infoEnding}`;

  /** Those of earlier programs are the user's, too. */
  let loading: Promise<void> | undefined;
  async function loadAll(): Promise<void> {
    for (const name of await namesIn(folder)) {
      const uploadId = name.slice(0, 36);
      if (name === `${uploadId}${infoEnding}`) await find(uploadId);
    }
  }

  function requireWithin(
    { userId, size }: Pick<PartialUpload, 'userId' | 'size'>,
    limits: OpenUploadLimits,
  ): void {
    const open = [...known.values()].filter((upload) => upload.userId === userId);
    const bytes = open.reduce((sum, upload) => sum + upload.size, size);
    if (open.length < limits.maxCount && bytes <= limits.maxBytes) return;
    throw openUploadsLimit(limits);
  }

  async function create(
    begun: Omit<PartialUpload, 'uploadId'>,
    limits: OpenUploadLimits,
  ): Promise<PartialUpload> {
    loading ??= loadAll();
    try {
      await loading;
    } catch (error) {
      loading = undefined;
      throw storageError(error, folder);
    }
    requireWithin(begun, limits);
    const upload = { ...begun, uploadId: randomUUID() };
    // Before anything is waited for: many at once are not to get past a limit together.
    known.set(upload.uploadId, upload);
    try {
      await mkdir(folder, { recursive: true });
      await requireRoom(folder, minFreeBytes);
      await writeFile(pathOf(upload.uploadId), '', { flag: 'wx' });
      const { uploadId, ...info } = upload;
      const part = `${infoPathOf(uploadId)}.part`;
      await writeFile(part, JSON.stringify(info), { flag: 'wx' });
      await rename(part, infoPathOf(uploadId));
    } catch (error) {
      known.delete(upload.uploadId);
      throw storageError(error, folder);
    }
    return upload;
  }

  async function find(uploadId: string): Promise<(PartialUpload & { offset: number }) | undefined> {
    if (!idPattern.test(uploadId)) return undefined;
    try {
      const upload =
        known.get(uploadId) ?? readPartialUpload(uploadId, await readFile(infoPathOf(uploadId), 'utf8'));
      if (upload === undefined) return undefined;
      const offset = await offsetOf(uploadId);
      known.set(uploadId, upload);
      return { ...upload, offset };
    } catch (error) {
      if (!isMissing(error)) throw error;
      known.delete(uploadId);
      return undefined;
    }
  }

  async function offsetOf(uploadId: string): Promise<number> {
    await files.settled(uploadId);
    const opened = files.get(uploadId);
    return opened === undefined ? (await stat(pathOf(uploadId))).size : opened.startAt + opened.file.size;
  }

  async function alone<Result>(uploadId: string, work: () => Promise<Result>): Promise<Result> {
    if (busy.has(uploadId)) throw uploadLocked(uploadId);
    busy.add(uploadId);
    try {
      return await work();
    } catch (error) {
      throw isMissing(error) ? uploadNotFound(uploadId) : storageError(error, folder);
    } finally {
      busy.delete(uploadId);
    }
  }

  async function take(upload: PartialUpload, { offset, source, signal }: AppendInput): Promise<number> {
    const { uploadId, size } = upload;
    const has = await offsetOf(uploadId);
    if (has !== offset) throw uploadOffsetWrong(offset, has);
    const { file, startAt } = files.get(uploadId) ?? (await files.open(upload, pathOf(uploadId), has));
    const chunks = incomingChunks(source, { idleTimeoutMs, signal });
    try {
      await takeAll(uploadId, file, chunks, size - startAt);
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      throw error;
    } finally {
      chunks.close();
    }
    return startAt + file.size;
  }

  async function takeAll(
    uploadId: string,
    file: HashedFile,
    chunks: IncomingChunks,
    mostBytes: number,
  ): Promise<void> {
    await requireRoom(folder, minFreeBytes);
    let nextRoomCheck = file.size + roomCheckBytes;
    for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
      if (file.size + chunk.length > mostBytes) throw moreThanAnnounced();
      await written(uploadId, file, file.write(chunk));
      if (file.size < nextRoomCheck) continue;
      await requireRoom(folder, minFreeBytes);
      nextRoomCheck = file.size + roomCheckBytes;
    }
  }

  /** After a failure of the disk nobody knows what was written: from then on the file says. */
  async function written(uploadId: string, file: HashedFile, writing?: Promise<void>): Promise<void> {
    if (writing === undefined) return;
    try {
      await writing;
    } catch (error) {
      files.forget(uploadId);
      await file.abandon();
      throw error;
    }
  }

  async function finish(upload: PartialUpload): Promise<string> {
    const { uploadId, sha256, size } = upload;
    const path = pathOf(uploadId);
    const opened = files.get(uploadId);
    files.forget(uploadId);
    const content = await opened?.file.finish();
    const actual = content !== undefined && opened?.startAt === 0 ? content.sha256 : await hashFile(path);
    if (actual === sha256 && (await stat(path)).size === size) return path;
    await removeFiles(uploadId);
    throw contentCorrupted({ sha256, size });
  }

  async function removeFiles(uploadId: string): Promise<void> {
    known.delete(uploadId);
    const opened = files.get(uploadId);
    files.forget(uploadId);
    await opened?.file.abandon();
    await rm(infoPathOf(uploadId), { force: true });
    await rm(pathOf(uploadId), { force: true });
  }

  async function sweep({ olderThanMs }: { readonly olderThanMs: number }): Promise<number> {
    let removed = 0;
    for (const name of await namesIn(folder)) {
      const uploadId = name.slice(0, 36);
      if (!idPattern.test(uploadId) || busy.has(uploadId)) continue;
      // The bytes say when something was added last; where they are gone, what is left of the rest.
      const touched = (await stat(pathOf(uploadId)).catch(() => undefined)) ?? (await statOrNothing(name));
      if (touched === undefined || Date.now() - touched.mtimeMs < olderThanMs) continue;
      await removeFiles(uploadId);
      await rm(join(folder, name), { force: true });
      if (name === uploadId) removed += 1;
    }
    return removed;
  }

  const statOrNothing = (name: string) => stat(join(folder, name)).catch(() => undefined);

  return {
    create,
    find,
    append: (upload, input) => alone(upload.uploadId, () => take(upload, input)),
    finish: (upload) => alone(upload.uploadId, () => finish(upload)),
    remove: (uploadId) => alone(uploadId, () => removeFiles(uploadId)),
    sweep,
    close: () => files.suspendAll(),
  };
}

function moreThanAnnounced(): Error {
  return domainError('upload-too-large', 'More bytes came than Upload-Length had announced.');
}

async function hashFile(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    return await hashOpenFile(handle);
  } finally {
    await handle.close();
  }
}

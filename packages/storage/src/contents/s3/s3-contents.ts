import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { storageError } from '../../errors/storage-error.ts';
import { incomingChunks } from '../../uploads/incoming-chunks.ts';
import { failureOfPut, requirePossible } from '../announced-content.ts';
import { contentDamaged, contentNotFound, isContentHash, rangeWithin } from '../content-errors.ts';
import type { ByteRange, ContentStore, ListedContent, NewContent, StoredContent } from '../content-store.ts';
import { inWindow } from '../in-window.ts';
import { requireSmallAsAnnounced, type SmallContent } from '../small-content.ts';
import { putS3Content } from './put-s3-content.ts';
import { createS3Bucket } from './s3-bucket.ts';
import type { S3ContentsOptions } from './s3-options.ts';

const defaultIdleTimeoutMs = 120_000;

/** Small contents that are sent at once: each waits for the storage's answer. */
const smallAtOnce = 16;

/** Bytes read from files at a time. */
const chunkBytes = 256 * 1024;

/**
 * Contents as objects: `<prefix><first two digits>/<sha256>`; `<prefix>.incoming/` has those whose hash is not known
 * yet.
 */
export function openS3Contents(options: S3ContentsOptions): ContentStore {
  const { idleTimeoutMs = defaultIdleTimeoutMs, partBytes } = options;
  const prefix =
    options.prefix === undefined || options.prefix === '' ? '' : options.prefix.replace(/\/*$/, '/');
  const incomingPrefix = `${prefix}.incoming/`;
  const bucket = createS3Bucket({ ...options, prefix });
  const underWay = new Set<string>();

  const keyOf = (sha256: string): string => `${prefix}${sha256.slice(0, 2)}/${sha256}`;

  async function sizeOf(sha256: string): Promise<number | undefined> {
    return isContentHash(sha256) ? (await bucket.find(keyOf(sha256)))?.size : undefined;
  }

  async function open(sha256: string, range?: ByteRange) {
    if (!isContentHash(sha256)) throw contentNotFound(sha256);
    // What cannot be a range is refused by the size; the storage might give the whole content.
    const isRange = range === undefined || (range.start >= 0 && range.start <= range.end && areWhole(range));
    const opened = isRange ? await bucket.open(keyOf(sha256), range) : 'outside';
    if (opened === undefined) throw contentNotFound(sha256);
    if (opened !== 'outside') return opened;
    const size = await sizeOf(sha256);
    if (size === undefined) throw contentNotFound(sha256);
    throw outsideOf(range, size);
  }

  async function put(input: NewContent): Promise<StoredContent> {
    const { source, signal } = input;
    const chunks = incomingChunks(source, { idleTimeoutMs, signal });
    const temporaryKey = `${incomingPrefix}${randomUUID()}`;
    try {
      requirePossible(input);
      signal?.throwIfAborted();
      const target = { bucket, keyOf, temporaryKey, underWay, smallestPartBytes: partBytes };
      return await putS3Content({ ...target, input, chunks });
    } catch (error) {
      throw failureOfPut(error, input);
    } finally {
      chunks.close();
    }
  }

  async function putSmall(contents: AsyncIterable<SmallContent>): Promise<void> {
    await inWindow(contents, smallAtOnce, async (content) => {
      requireSmallAsAnnounced(content);
      await bucket.put(keyOf(content.sha256), content.bytes);
    });
  }

  async function* list(): AsyncGenerator<ListedContent> {
    for await (const { key, size, modifiedAtMs } of bucket.list(prefix)) {
      const sha256 = key.slice(key.lastIndexOf('/') + 1);
      if (isContentHash(sha256) && key === keyOf(sha256)) yield { sha256, size, modifiedAtMs };
    }
  }

  async function sweep({ olderThanMs }: { readonly olderThanMs: number }): Promise<number> {
    const before = Date.now() - olderThanMs;
    let removed = 0;
    for await (const { key, uploadId, startedAtMs } of bucket.listUploads(prefix)) {
      if (startedAtMs > before || underWay.has(uploadId)) continue;
      await bucket.abortUpload(key, uploadId);
      removed += 1;
    }
    for await (const { key, modifiedAtMs } of bucket.list(incomingPrefix)) {
      if (modifiedAtMs > before || underWay.has(key)) continue;
      await bucket.remove(key);
      removed += 1;
    }
    return removed;
  }

  async function doubt(sha256: string): Promise<void> {
    const { stream } = await open(sha256);
    const hash = createHash('sha256');
    for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
    if (hash.digest('hex') === sha256) return;
    await bucket.remove(keyOf(sha256));
    await options.onDamaged?.(sha256);
    throw contentDamaged(sha256);
  }

  return {
    description: bucket.description,
    sizeOf,
    open,
    doubt,
    put,
    putSmall,
    async adopt({ path, sha256, size }) {
      try {
        const source = createReadStream(path, { highWaterMark: chunkBytes });
        await put({ source, sha256, size, maxBytes: size });
        await rm(path);
      } catch (error) {
        throw storageError(error, path);
      }
    },
    async remove(sha256, only) {
      const found = isContentHash(sha256) ? await bucket.find(keyOf(sha256)) : undefined;
      if (found === undefined || (only && found.modifiedAtMs >= only.storedBeforeMs)) return false;
      await bucket.remove(keyOf(sha256));
      return true;
    },
    list,
    localPath: () => undefined,
    sweep,
  };
}

function areWhole({ start, end }: ByteRange): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end);
}

/** `range-not-satisfiable`, as the other stores say it. */
function outsideOf(range: ByteRange | undefined, size: number): unknown {
  try {
    rangeWithin(range ?? { start: 0, end: 0 }, size);
  } catch (error) {
    return error;
  }
  return new Error('The object storage refuses a range that lies in the object');
}

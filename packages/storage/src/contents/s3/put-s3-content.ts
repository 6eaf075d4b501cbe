import type { IncomingChunks } from '../../uploads/incoming-chunks.ts';
import { readBlocks, type BlockReader, type HashedBlock } from '../../uploads/read-blocks.ts';
import { uploadTooLarge } from '../../uploads/write-upload.ts';
import { mostBytesOf, requireAsAnnounced } from '../announced-content.ts';
import type { NewContent, StoredContent } from '../content-store.ts';
import type { S3Bucket, S3Part } from './s3-bucket.ts';
import { partSizeFor } from './s3-part-size.ts';

/** Parts of one content on their way to the storage, while the next one fills. */
const partsAtOnce = 2;

export interface S3Put {
  readonly bucket: S3Bucket;
  readonly input: NewContent;
  readonly chunks: IncomingChunks;
  readonly smallestPartBytes?: number | undefined;
  /** The final key of a content. */
  readonly keyOf: (sha256: string) => string;
  /** Where it goes while its hash is not known. */
  readonly temporaryKey: string;
  /** Uploads and temporary keys of this program, so that no sweep takes them. */
  readonly underWay: Set<string>;
}

/**
 * Sends a content: one that fits into one part when its hash is known, a larger one part by part while it arrives,
 * under its final key when its hash was announced, else under a temporary one from which the storage copies it.
 * Parts are nothing to anybody before the upload is completed, which it is only when the hash is right.
 */
export async function putS3Content(put: S3Put): Promise<StoredContent> {
  const { partBytes, maxBytes } = partSizeFor(mostBytesOf(put.input), put.smallestPartBytes);
  const blocks = readBlocks(withLimit(put.chunks, maxBytes), {
    bytes: Math.min(Math.max(maxBytes, 1), partBytes),
    count: partsAtOnce + 1,
  });
  try {
    const first = await blocks.next();
    if (first === undefined) throw new Error('Even an empty content has a block');
    return await (first.isLast ? putSmall(put, blocks, first) : putLarge(put, blocks, first));
  } catch (error) {
    blocks.drop();
    throw error;
  }
}

async function putSmall(put: S3Put, blocks: BlockReader, only: HashedBlock): Promise<StoredContent> {
  const { bucket, input, keyOf } = put;
  const content = { sha256: await blocks.digest(), size: blocks.size };
  requireAsAnnounced(input, content);
  await bucket.put(keyOf(content.sha256), asBuffer(only.bytes), input.signal);
  return content;
}

async function putLarge(put: S3Put, blocks: BlockReader, first: HashedBlock): Promise<StoredContent> {
  const { bucket, input, keyOf, temporaryKey, underWay } = put;
  const { sha256: announced, signal } = input;
  if (announced !== undefined) return sendParts(put, blocks, first, keyOf(announced));
  underWay.add(temporaryKey);
  try {
    const content = await sendParts(put, blocks, first, temporaryKey);
    await bucket.copy(temporaryKey, keyOf(content.sha256), content.size, signal);
    return content;
  } finally {
    // What cannot be removed now is swept later.
    await bucket.remove(temporaryKey).catch(() => undefined);
    underWay.delete(temporaryKey);
  }
}

async function sendParts(
  put: S3Put,
  blocks: BlockReader,
  first: HashedBlock,
  key: string,
): Promise<StoredContent> {
  const { bucket, input, underWay } = put;
  const failed = new AbortController();
  const signal = input.signal === undefined ? failed.signal : AbortSignal.any([input.signal, failed.signal]);
  const uploadId = await bucket.startUpload(key, signal);
  underWay.add(uploadId);
  const sending: Promise<S3Part>[] = [];
  const parts: S3Part[] = [];
  try {
    for (let block: HashedBlock | undefined = first; block !== undefined; block = await blocks.next()) {
      const number = parts.length + sending.length + 1;
      const part = bucket.addPart(key, uploadId, number, asBuffer(block.bytes), signal);
      // Looked at in order; until then nobody waits for it.
      part.catch(() => undefined);
      sending.push(part);
      const oldest = sending.length > partsAtOnce ? sending.shift() : undefined;
      if (oldest !== undefined) parts.push(await oldest);
    }
    parts.push(...(await Promise.all(sending)));
    const content = { sha256: await blocks.digest(), size: blocks.size };
    requireAsAnnounced(input, content);
    signal.throwIfAborted();
    await complete(bucket, key, uploadId, parts, content.size);
    return content;
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(sending);
    // What cannot be ended now is swept later.
    await bucket.abortUpload(key, uploadId).catch(() => undefined);
    throw error;
  } finally {
    underWay.delete(uploadId);
  }
}

/** An answer may get lost although the upload is complete; then the object is there. */
async function complete(
  bucket: S3Bucket,
  key: string,
  uploadId: string,
  parts: readonly S3Part[],
  size: number,
): Promise<void> {
  try {
    await bucket.completeUpload(key, uploadId, parts);
  } catch (error) {
    if ((await bucket.find(key))?.size !== size) throw error;
  }
}

function withLimit(chunks: IncomingChunks, maxBytes: number): () => Promise<Uint8Array | undefined> {
  let size = 0;
  return async () => {
    const chunk = await chunks.next();
    size += chunk?.length ?? 0;
    if (size > maxBytes) throw uploadTooLarge(maxBytes);
    return chunk;
  };
}

/** A view of the same memory, as HTTP wants it. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

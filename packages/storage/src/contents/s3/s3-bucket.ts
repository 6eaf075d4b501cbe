import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  paginateListObjectsV2,
  type CompletedPart,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { PassThrough, pipeline, Readable } from 'node:stream';
import type { ByteRange } from '../content-store.ts';
import { isMissingObject, isOutsideRange, s3Failure } from './s3-errors.ts';
import type { S3ContentsOptions } from './s3-options.ts';
import { listUploads, type UnfinishedUpload } from './s3-uploads.ts';

const connectionTimeoutMs = 10_000;
const defaultRequestTimeoutMs = 300_000;
const defaultCopyBytes = 512 * 1024 * 1024;
/** Of a content that is read, while its reader is slower than the storage. */
const bufferedBytes = 256 * 1024;
/** The storage's own hiccups are tried again, with growing pauses. */
const maxAttempts = 5;

export interface S3Object {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAtMs: number;
}

/** A part of an upload that the storage has. */
export interface S3Part {
  readonly number: number;
  readonly tag: string;
}

/** One bucket. Every method may fail with `object-storage-unavailable`, `disk-full`, or the signal's reason. */
export interface S3Bucket {
  /** For people: endpoint, bucket and prefix. */
  readonly description: string;
  find(key: string): Promise<Omit<S3Object, 'key'> | undefined>;
  /** @returns undefined when there is no such object, `outside` when the range is not in it */
  open(
    key: string,
    range?: ByteRange,
  ): Promise<{ readonly size: number; readonly stream: Readable } | 'outside' | undefined>;
  put(key: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  remove(key: string): Promise<void>;
  list(prefix: string): AsyncGenerator<S3Object>;
  /** Inside of the storage, at any size. */
  copy(from: string, to: string, size: number, signal?: AbortSignal): Promise<void>;
  /** Begins an object in parts; it is not there for anyone before it is completed. @returns the upload's id */
  startUpload(key: string, signal?: AbortSignal): Promise<string>;
  addPart(
    key: string,
    uploadId: string,
    part: number,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<S3Part>;
  completeUpload(
    key: string,
    uploadId: string,
    parts: readonly S3Part[],
    signal?: AbortSignal,
  ): Promise<void>;
  abortUpload(key: string, uploadId: string): Promise<void>;
  listUploads(prefix: string): AsyncGenerator<UnfinishedUpload>;
}

/** Opens nothing before the first request. */
export function createS3Bucket(options: S3ContentsOptions): S3Bucket {
  const { bucket, endpoint, prefix = '', copyBytes = defaultCopyBytes } = options;
  const Bucket = bucket;
  const description = `${endpoint ?? 's3:/'}/${bucket}/${prefix}`;
  const client = createClient(options);

  /** Does what talks to the storage, and says in our words what went wrong. */
  async function ask<Answer>(work: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw s3Failure(error, description, signal);
    }
  }
  const during = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { abortSignal: signal });

  async function* asked<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    try {
      yield* items;
    } catch (error) {
      throw s3Failure(error, description);
    }
  }

  async function* list(under: string): AsyncGenerator<S3Object> {
    const request = { Bucket, Prefix: under, ...(options.pageSize && { MaxKeys: options.pageSize }) };
    for await (const page of asked(paginateListObjectsV2({ client }, request))) {
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key === undefined) continue;
        yield { key: Key, size: Size ?? 0, modifiedAtMs: LastModified?.getTime() ?? 0 };
      }
    }
  }

  async function startUpload(key: string, signal?: AbortSignal): Promise<string> {
    const command = new CreateMultipartUploadCommand({ Bucket, Key: key });
    const { UploadId } = await ask(() => client.send(command, during(signal)), signal);
    if (UploadId === undefined) throw s3Failure(new Error('No upload id'), description);
    return UploadId;
  }

  async function completeUpload(
    key: string,
    uploadId: string,
    parts: readonly S3Part[],
    signal?: AbortSignal,
  ): Promise<void> {
    const Parts = parts.map(({ number, tag }): CompletedPart => ({ PartNumber: number, ETag: tag }));
    const request = { Bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
    await ask(() => client.send(new CompleteMultipartUploadCommand(request), during(signal)), signal);
  }

  async function abortUpload(key: string, uploadId: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId });
    await ask(async () => {
      try {
        await client.send(command);
      } catch (error) {
        if (!isMissingObject(error)) throw error;
      }
    });
  }

  async function copyInRanges(from: string, to: string, size: number, signal?: AbortSignal): Promise<void> {
    const UploadId = await startUpload(to, signal);
    try {
      const parts: S3Part[] = [];
      for (let start = 0; start < size; start += copyBytes) {
        const number = parts.length + 1;
        const CopySourceRange = `bytes=${start}-${Math.min(start + copyBytes, size) - 1}`;
        const source = { CopySource: copySourceOf(bucket, from), CopySourceRange };
        const command = new UploadPartCopyCommand({
          Bucket,
          Key: to,
          UploadId,
          PartNumber: number,
          ...source,
        });
        const { CopyPartResult } = await ask(() => client.send(command, during(signal)), signal);
        parts.push({ number, tag: CopyPartResult?.ETag ?? '' });
      }
      await completeUpload(to, UploadId, parts, signal);
    } catch (error) {
      await abortUpload(to, UploadId).catch(() => undefined);
      throw error;
    }
  }

  return {
    description,
    find: (key) =>
      ask(async () => {
        try {
          const head = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
          return { size: head.ContentLength ?? 0, modifiedAtMs: head.LastModified?.getTime() ?? 0 };
        } catch (error) {
          if (isMissingObject(error)) return undefined;
          throw error;
        }
      }),
    open: (key, range) =>
      ask(async () => {
        const Range = range && `bytes=${range.start}-${range.end}`;
        try {
          const answer = await client.send(
            new GetObjectCommand({ Bucket, Key: key, ...(Range && { Range }) }),
          );
          return readable(answer, range);
        } catch (error) {
          if (isMissingObject(error)) return undefined;
          if (isOutsideRange(error)) return 'outside';
          throw error;
        }
      }),
    async put(key, bytes, signal) {
      const command = new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentLength: bytes.length });
      await ask(() => client.send(command, during(signal)), signal);
    },
    async remove(key) {
      await ask(() => client.send(new DeleteObjectCommand({ Bucket, Key: key })));
    },
    list,
    async copy(from, to, size, signal) {
      if (size > copyBytes) {
        await copyInRanges(from, to, size, signal);
        return;
      }
      const command = new CopyObjectCommand({ Bucket, Key: to, CopySource: copySourceOf(bucket, from) });
      await ask(() => client.send(command, during(signal)), signal);
    },
    startUpload,
    async addPart(key, uploadId, number, bytes, signal) {
      const part = { PartNumber: number, Body: bytes, ContentLength: bytes.length };
      const command = new UploadPartCommand({ Bucket, Key: key, UploadId: uploadId, ...part });
      const { ETag } = await ask(() => client.send(command, during(signal)), signal);
      return { number, tag: ETag ?? '' };
    },
    completeUpload,
    abortUpload,
    listUploads: (under) => asked(listUploads(client, bucket, under)),
  };
}

/** Its size and its bytes; `outside` when the storage gives another range than was asked for. */
function readable(answer: GetObjectCommandOutput, range: ByteRange | undefined) {
  const { Body: body, ContentLength = 0, ContentRange = '' } = answer;
  if (!(body instanceof Readable)) throw new Error('The storage gives no stream');
  // A response of HTTP is not closed when its reader leaves early, and would keep the connection.
  const stream = pipeline(body, new PassThrough({ highWaterMark: bufferedBytes }), () => undefined);
  if (range === undefined) return { size: ContentLength, stream };
  const given = /^bytes (?<start>\d+)-\d+\/(?<size>\d+)$/.exec(ContentRange)?.groups;
  const size = Number(given?.['size'] ?? 0);
  if (Number(given?.['start']) === range.start && range.start < size) return { size, stream };
  stream.destroy();
  return 'outside';
}

function createClient(options: S3ContentsOptions): S3Client {
  const { endpoint, region = 'us-east-1', credentials, requestTimeoutMs = defaultRequestTimeoutMs } = options;

  return new S3Client({
    region,
    maxAttempts,
    forcePathStyle: options.isPathStyle ?? endpoint !== undefined,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials: identityOf(credentials) }),
    // Storages other than AWS do not all know the newer checksums. Contents are checked by their hash anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs },
  });
}

function copySourceOf(bucket: string, key: string): string {
  return [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
}

function identityOf(credentials: NonNullable<S3ContentsOptions['credentials']>) {
  const { sessionToken, ...keys } = credentials;
  return { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
}

import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { namesIn } from '../files/names-in.ts';

/** What we use of s3rver, which has no types: a server of S3's protocol on a folder. */
export interface S3rver {
  readonly middleware: ((context: KoaContext, next: () => Promise<void>) => Promise<void>)[];
  readonly store: S3rverStore;
  readonly httpServer: Server;
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}

export interface S3rverStore {
  getObject(bucket: string, key: string, range?: { readonly end?: number | string }): Promise<unknown>;
  putContent(path: string, content: unknown): Promise<unknown>;
  getBucket(bucket: string): Promise<unknown>;
  getResourcePath(bucket: string, key: undefined, resource: 'uploads'): string;
  listObjects(
    bucket: string,
    options: object,
  ): Promise<{
    readonly objects: readonly {
      readonly key: string;
      readonly size: number;
      readonly lastModifiedDate: Date;
    }[];
    readonly isTruncated: boolean;
  }>;
}

export interface KoaContext {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  status: number;
  type: string;
  body: unknown;
}

/**
 * Answers what s3rver lacks of S3: to abort unfinished uploads, to list them, and to list objects in several pages,
 * for which it wants a cipher that OpenSSL has no more.
 *
 * @returns whether it was one of these
 */
export async function answerGap(context: KoaContext, store: S3rverStore): Promise<boolean> {
  const { method, path, query } = context;
  const [, bucket = '', ...key] = decodeURIComponent(path).split('/');
  const isOfBucket = method === 'GET' && key.join('') === '' && Boolean(await store.getBucket(bucket));
  const uploads = store.getResourcePath(bucket, undefined, 'uploads');
  if (method === 'DELETE' && query['uploadId'] !== undefined) {
    context.status = (await removeUpload(uploads, query['uploadId'])) ? 204 : 404;
    return true;
  }
  if (isOfBucket && 'uploads' in query) {
    answerXml(context, 'ListMultipartUploadsResult', await listedUploads(uploads, query['prefix'] ?? ''));
    return true;
  }
  if (isOfBucket && query['list-type'] === '2') {
    answerXml(context, 'ListBucketResult', await listedObjects(store, bucket, query));
    return true;
  }
  return false;
}

function answerXml(context: KoaContext, root: string, content: string): void {
  context.status = 200;
  context.type = 'application/xml';
  context.body = `<${root}>${content}</${root}>`;
}

async function removeUpload(uploads: string, id: string): Promise<boolean> {
  if (!(await namesIn(uploads)).includes(id)) return false;
  await rm(join(uploads, id), { recursive: true, force: true, maxRetries: 5 });
  return true;
}

async function listedUploads(uploads: string, prefix: string): Promise<string> {
  await mkdir(uploads, { recursive: true });
  let listed = '<IsTruncated>false</IsTruncated>';
  for (const id of await namesIn(uploads)) {
    const key = await readFile(join(uploads, id, 'key'), 'utf8');
    const { birthtime } = await stat(join(uploads, id));
    if (!key.startsWith(prefix)) continue;
    const initiated = `<Initiated>${birthtime.toISOString()}</Initiated>`;
    listed += `<Upload><Key>${key}</Key><UploadId>${id}</UploadId>${initiated}</Upload>`;
  }
  return listed;
}

async function listedObjects(
  store: S3rverStore,
  bucket: string,
  query: KoaContext['query'],
): Promise<string> {
  const { objects, isTruncated } = await store.listObjects(bucket, {
    prefix: query['prefix'],
    maxKeys: Number(query['max-keys'] ?? 1000),
    startAfter: query['continuation-token'],
  });
  const listed = objects.map(
    ({ key, size, lastModifiedDate }) =>
      `<Contents><Key>${key}</Key><Size>${size}</Size>` +
      `<LastModified>${lastModifiedDate.toISOString()}</LastModified></Contents>`,
  );
  const next = isTruncated
    ? `<NextContinuationToken>${objects.at(-1)?.key ?? ''}</NextContinuationToken>`
    : '';
  return `<IsTruncated>${isTruncated}</IsTruncated>${next}${listed.join('')}`;
}

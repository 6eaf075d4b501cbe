import type { Agent } from 'node:http';
import { open, readFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { uploadFileNameKey, uploadsPath, uploadSha256Key } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';
import { keepTrying, LocalFileError, type Patience } from './keep-trying.ts';
import { ProjectChanged } from './project-changed.ts';
import { sendBytes } from './send-bytes.ts';

/** A local file whose bytes RenderAPI lacks, as far as is known. */
export interface ContentFile {
  readonly filePath: string;
  /** What it is called there. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** RenderAPI may have it already: it is asked before anything is sent. */
  readonly asksFirst: boolean;
}

export interface UploadContext extends Patience {
  readonly connection: Connection;
  readonly agent: Agent;
}

/** Smaller ones go with the request that begins their upload, and are sent again when that breaks. */
const smallBytes = 1024 * 1024;
const chunkBytes = 512 * 1024;
const bytesType = 'application/offset+octet-stream';
const tus = { 'tus-resumable': '1.0.0' };

/**
 * Uploads a content by tus 1.0.0, going on where it broke off.
 *
 * @param onSent how many of its bytes RenderAPI has or has been sent; may go back after a break
 * @returns how many bytes were sent: none of what RenderAPI had already
 * @throws ApiError when it is refused, or RenderAPI is away for too long; ProjectChanged; the signal's reason; the
 *   system's error when the file cannot be read
 */
export async function uploadContent(
  file: ContentFile,
  context: UploadContext,
  onSent: (bytes: number) => void,
): Promise<number> {
  let sentBytes = 0;
  const count = (bytes: number) => {
    sentBytes += bytes;
  };
  await keepTrying(
    file,
    {
      begin: () => begin(file, context, count),
      goOn: (address, told) => goOn(file, address, context, { told, count }),
    },
    { ...context, baseUrl: context.connection.baseUrl },
    onSent,
  );
  return sentBytes;
}

/** @returns where to go on; undefined when there is nothing left to be sent */
async function begin(
  file: ContentFile,
  context: UploadContext,
  count: (bytes: number) => void,
): Promise<string | undefined> {
  const { connection, agent, signal } = context;
  const url = new URL(`${connection.baseUrl}${uploadsPath}`);
  const isSmall = file.size <= smallBytes && !file.asksFirst;
  const body = isSmall ? await readSmall(file) : undefined;
  const headers = await sendBytes(connection, {
    ...{ method: 'POST' as const, url, agent, signal },
    headers: {
      ...tus,
      'upload-length': String(file.size),
      'upload-metadata': `${uploadSha256Key} ${base64(file.sha256)},${uploadFileNameKey} ${base64(file.name)}`,
      'content-length': String(body?.length ?? 0),
      ...(body === undefined || body.length === 0 ? {} : { 'content-type': bytesType }),
    },
    ...(body === undefined ? {} : { body }),
  });
  count(body?.length ?? 0);
  const offset = Number(headers['upload-offset'] ?? (isSmall ? file.size : 0));
  if (offset === file.size) return undefined;
  const { location } = headers;
  if (location === undefined) {
    throw new ApiError(
      201,
      'not-renderapi',
      `${url.href} did not say where to upload to: is it a RenderAPI?`,
    );
  }
  return new URL(location, url).href;
}

async function goOn(
  file: ContentFile,
  address: string,
  { connection, agent, signal }: UploadContext,
  { told, count }: Readonly<Record<'told' | 'count', (bytes: number) => void>>,
): Promise<void> {
  const url = ownUrl(connection, address);
  const headers = await sendBytes(connection, { method: 'HEAD', url, headers: tus, agent, signal });
  const offset = Number(headers['upload-offset']);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > file.size) {
    throw new ApiError(200, 'not-renderapi', `${url.href} did not say how much has been uploaded.`);
  }
  told(offset);
  if (offset === file.size) return;
  const handle = await open(file.filePath).catch(asLocal);
  try {
    if ((await handle.stat()).size !== file.size) throw new ProjectChanged(file.filePath);
    const source = handle.createReadStream({ autoClose: false, start: offset, highWaterMark: chunkBytes });
    await sendBytes(connection, {
      ...{ method: 'PATCH' as const, url, agent, signal },
      headers: {
        ...tus,
        'upload-offset': String(offset),
        'content-type': bytesType,
        'content-length': String(file.size - offset),
      },
      body: counted(source as AsyncIterable<Buffer>, file, offset, (sent, bytes) => {
        count(bytes);
        told(sent);
      }),
    });
  } finally {
    await handle.close();
  }
}

/** Where the same RenderAPI is reached now: behind a proxy it may not know its own address. */
function ownUrl({ baseUrl }: Connection, address: string): URL {
  const name = new URL(address).pathname.split('/').at(-1) ?? '';
  return new URL(`${baseUrl}${uploadsPath}/${name}`);
}

async function* counted(
  source: AsyncIterable<Buffer>,
  file: ContentFile,
  offset: number,
  onSent: (sent: number, bytes: number) => void,
): AsyncGenerator<Buffer> {
  let sent = offset;
  for await (const chunk of readable(source)) {
    sent += chunk.length;
    if (sent > file.size) break;
    yield chunk;
    onSent(sent, chunk.length);
  }
  if (sent !== file.size) throw new ProjectChanged(file.filePath);
}

async function* readable(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    asLocal(error);
  }
}

/** @throws LocalFileError, ProjectChanged */
export async function readSmall({
  filePath,
  sha256,
}: Pick<ContentFile, 'filePath' | 'sha256'>): Promise<Buffer> {
  const bytes = await readFile(filePath).catch(asLocal);
  if (hash('sha256', bytes) !== sha256) throw new ProjectChanged(filePath);
  return bytes;
}

function asLocal(error: unknown): never {
  throw new LocalFileError('a file cannot be read', { cause: error });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

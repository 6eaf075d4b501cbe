import { uploadFileNameKey, uploadsPath, uploadSha256Key } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import type { Hashed } from '../projects/carrier.ts';
import type { Connection } from '../requests/connection.ts';
import { keepTrying, type Patience } from '../uploads/keep-trying.ts';
import type { ChunkSize } from './chunk-size.ts';
import { readBytes, type PageFile } from './page-file.ts';

export interface SendContext extends Patience {
  readonly connection: Connection;
  readonly chunk: ChunkSize;
}

/** Smaller ones go with the request that begins their upload. */
const smallBytes = 512 * 1024;
const bytesType = 'application/offset+octet-stream';
const tus = { 'tus-resumable': '1.0.0' };

/**
 * Uploads a content by tus 1.0.0, chunk by chunk, going on where it broke off.
 *
 * @param asksFirst RenderAPI may have it already
 * @param onSent how many of its bytes RenderAPI has; may go back after a break
 * @returns how many bytes were sent: none of what RenderAPI had already
 * @throws ApiError when it is refused, or RenderAPI is away for too long; FileUnreadable; the signal's reason
 */
export async function sendContent(
  file: Hashed<PageFile>,
  asksFirst: boolean,
  context: SendContext,
  onSent: (bytes: number) => void,
): Promise<number> {
  let sentBytes = 0;
  const count = (bytes: number): void => {
    sentBytes += bytes;
  };
  await keepTrying(
    file,
    {
      begin: () => begin(file, asksFirst, context, count),
      goOn: (address, told) => goOn(file, address, context, { count, told }),
    },
    { ...context, baseUrl: context.connection.baseUrl },
    onSent,
  );
  return sentBytes;
}

async function begin(
  file: Hashed<PageFile>,
  asksFirst: boolean,
  { connection, signal }: SendContext,
  count: (bytes: number) => void,
): Promise<string | undefined> {
  const { path, size, sha256 } = file;
  const body = size <= smallBytes && !asksFirst ? await readBytes(file) : undefined;
  const { headers } = await connection.open(uploadsPath, {
    ...{ method: 'POST', signal },
    headers: {
      ...tus,
      'upload-length': String(size),
      'upload-metadata': `${uploadSha256Key} ${base64(sha256)},${uploadFileNameKey} ${base64(path)}`,
      ...(body === undefined || body.length === 0 ? {} : { 'content-type': bytesType }),
    },
    ...(body === undefined || body.length === 0 ? {} : { body }),
  });
  count(body?.length ?? 0);
  if (Number(headers.get('upload-offset') ?? body?.length ?? 0) === size) return undefined;
  const location = headers.get('location');
  if (location === null) throw silent(connection, 'where to upload to');
  return location;
}

async function goOn(
  file: Hashed<PageFile>,
  address: string,
  { connection, chunk, signal }: SendContext,
  { count, told }: Readonly<Record<'count' | 'told', (bytes: number) => void>>,
): Promise<void> {
  // Behind a proxy RenderAPI may not know its own address: only the name counts.
  const path = `${uploadsPath}/${address.split('/').at(-1) ?? ''}`;
  const found = await connection.open(path, { method: 'HEAD', headers: tus, signal });
  let offset = offsetOf(found, file, connection);
  told(offset);
  while (offset < file.size) {
    const body = await readBytes(file, offset, Math.min(file.size, offset + chunk.bytes()));
    const startedMs = performance.now();
    try {
      const taken = await connection.open(path, {
        ...{ method: 'PATCH', body, signal },
        headers: { ...tus, 'upload-offset': String(offset), 'content-type': bytesType },
      });
      offset = offsetOf(taken, file, connection);
    } catch (error) {
      chunk.failed();
      throw error;
    }
    chunk.took(body.length, performance.now() - startedMs);
    count(body.length);
    told(offset);
  }
}

function offsetOf({ headers }: Response, { size }: PageFile, connection: Connection): number {
  const offset = Number(headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > size) {
    throw silent(connection, 'how much has been uploaded');
  }
  return offset;
}

function silent({ baseUrl }: Connection, what: string): ApiError {
  return new ApiError(200, 'not-renderapi', `${baseUrl} did not say ${what}: is it a RenderAPI?`);
}

/** Of the text's UTF-8, as tus has it. */
function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseByteRange, type ByteRange } from './byte-range.ts';

export interface ServedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAtMs: number;
  /** The open file; destroyed when it is not what is sent. */
  readonly whole: Readable;
  readonly openPart: (range: ByteRange) => Promise<Readable>;
  /** With its quotes; made from size and time of change unless given. */
  readonly etag?: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.exr': 'image/x-exr',
  '.hdr': 'image/vnd.radiance',
  '.bmp': 'image/bmp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.log': 'text/plain; charset=utf-8',
};

/**
 * Answers with a file that users' scenes have produced, or with the part that Range asks for. Nothing in it
 * is ever run by a browser: types are from our list, never guessed.
 *
 * @throws DomainError 'range-not-satisfiable'.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ServedFile,
): Promise<FastifyReply> {
  const { size, whole } = file;
  const etag = file.etag ?? `"${size.toString(36)}-${Math.floor(file.modifiedAtMs).toString(36)}"`;
  const range = rangeOf(request, reply, etag, file);
  const isFresh = request.headers['if-none-match'] === etag;
  if (range || isFresh || request.method === 'HEAD') whole.destroy();

  reply
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeHeaderName(file.name)}`)
    .type(contentTypes[extname(file.name).toLowerCase()] ?? 'application/octet-stream');
  if (isFresh) return reply.code(304).send();
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  reply.header('content-length', range ? range.end - range.start + 1 : size);
  // Nothing to read, but with the length set above.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(range ? await file.openPart(range) : whole);
}

function rangeOf(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  { size, whole }: ServedFile,
): ByteRange | undefined {
  // A client that goes on with a download must not get the rest of another file.
  const ifRange = request.headers['if-range'];
  if (ifRange !== undefined && ifRange !== etag) return undefined;
  try {
    return parseByteRange(request.headers.range, size);
  } catch (error) {
    whole.destroy();
    reply.header('content-range', `bytes */${size}`);
    throw error;
  }
}

function encodeHeaderName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

import type { IncomingHttpHeaders } from 'node:http';
import { uploadSha256Key } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';

export const tusVersion = '1.0.0';
const tusExtensions = 'creation,creation-with-upload,expiration,termination';
/** The content type of what is uploaded. */
export const uploadType = 'application/offset+octet-stream';

/** @throws DomainError 'tus-version-unknown' */
export function requireTus(headers: IncomingHttpHeaders): void {
  if (headers['tus-resumable'] === tusVersion) return;
  throw domainError('tus-version-unknown', `The request must say "Tus-Resumable: ${tusVersion}".`);
}

/** A header that is a number of bytes. @throws DomainError 'request-invalid' */
export function bytesOf(headers: IncomingHttpHeaders, name: 'upload-length' | 'upload-offset'): number {
  const text = headers[name];
  const value = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw domainError('request-invalid', `The header ${name} must be there, and a number of bytes.`);
}

/**
 * The SHA-256 that Upload-Metadata announces: pairs of a key and a value in base64, separated by commas.
 *
 * @throws DomainError 'request-invalid'
 */
export function announcedSha256(headers: IncomingHttpHeaders): string {
  const text = String(headers['upload-metadata'] ?? '');
  for (const pair of text.slice(0, 16_384).split(',')) {
    const [key, value = ''] = pair.trim().split(' ');
    if (key !== uploadSha256Key) continue;
    const sha256 = Buffer.from(value, 'base64').toString('latin1').toLowerCase();
    if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
  }
  throw domainError(
    'request-invalid',
    `Upload-Metadata must have ${uploadSha256Key}: the SHA-256 of the file as 64 hexadecimal digits, in base64.`,
  );
}

/** Whether the request brings bytes of the upload. */
export function hasUploadType(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === uploadType;
}

/** What a server of tus says of itself. */
export function tusAbilities(maxBytes: number): Readonly<Record<string, string>> {
  return { 'tus-version': tusVersion, 'tus-extension': tusExtensions, 'tus-max-size': String(maxBytes) };
}

/** Headers of answers that pages of other origins may read. */
export const tusResponseHeaders = [
  'location',
  'tus-extension',
  'tus-max-size',
  'tus-resumable',
  'tus-version',
  'upload-expires',
  'upload-length',
  'upload-offset',
] as const;

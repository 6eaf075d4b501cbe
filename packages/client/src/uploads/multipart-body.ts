import { randomUUID } from 'node:crypto';
import type { SubmitRequest } from '@renderonline/contract';

export interface MultipartBody {
  readonly contentType: string;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * What stands around the project's bytes in an enqueue: the `request` part first, so that RenderAPI can
 * refuse before it has kept a byte.
 *
 * @param fileName any Unicode; encoded as HTML forms do (quotes and line breaks in percents, UTF-8)
 */
export function multipartAround(request: SubmitRequest, fileName: string): MultipartBody {
  const boundary = `renderonline-${randomUUID()}`;
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="request"\r\n` +
    `Content-Type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(request)}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quotable(fileName)}"\r\n` +
    `Content-Type: application/octet-stream\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(head),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

function quotable(fileName: string): string {
  return fileName.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

import type { Readable } from 'node:stream';
import { domainError } from '@renderonline/domain';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * Reads a small request body whole.
 *
 * @throws DomainError 'request-too-large' (the rest is left unread), 'request-timed-out', 'upload-incomplete'
 *   when the client went away.
 */
export function readBody(source: Readable, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;

    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) {
        settle(() => {
          reject(domainError('request-too-large', `The request's body is larger than ${maxBytes} bytes.`));
        });
      } else chunks.push(chunk);
    }
    function onEnd(): void {
      settle(() => {
        resolve(Buffer.concat(chunks));
      });
    }
    function onBroken(): void {
      settle(() => {
        reject(domainError('upload-incomplete', 'The connection ended within the request.'));
      });
    }
    const timer = setTimeout(() => {
      settle(() => {
        reject(domainError('request-timed-out', `The request's body took longer than ${timeoutMs} ms.`));
      });
    }, timeoutMs);

    function settle(finish: () => void): void {
      clearTimeout(timer);
      source.off('data', onData).off('end', onEnd).off('close', onBroken).off('error', onBroken);
      finish();
    }
    source.on('data', onData).on('end', onEnd).on('close', onBroken).on('error', onBroken);
  });
}

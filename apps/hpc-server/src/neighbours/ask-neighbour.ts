import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ConnectionOptions } from 'node:tls';
import { sharedContentsPath, sharingTls, type Neighbour } from '@renderonline/contract/link';

/** How long a neighbour is waited for. RenderAPI has the file as well. */
export interface NeighbourLimits {
  /** Until it has shown that it has its key of RenderAPI. */
  readonly connectMs: number;
  /** Until it says what it sends. */
  readonly answerMs: number;
  /** Of waiting, for so many bytes. */
  readonly paceMs: number;
  readonly paceBytes: number;
}

export interface NeighbourOrder {
  readonly sha256: string;
  readonly size: number;
  /** Bytes that are there already; fewer than `size`. */
  readonly offset: number;
  readonly signal: AbortSignal;
}

/** The neighbour has answered in order, and has not what was asked for or no time: that is no fault of its. */
export class NeighbourCannot extends Error {
  override readonly name = 'NeighbourCannot';
}

/**
 * Asks another machine for a content, from `offset` to its end.
 *
 * @param address one of the neighbour's
 * @returns the bytes as they come: the caller's to read or to destroy
 * @throws NeighbourCannot; the system's error when it is not there, too slow, or without the right key; the signal's
 */
export async function askNeighbour(
  { port, ticket, key }: Neighbour,
  address: string,
  { sha256, size, offset, signal }: NeighbourOrder,
  limits: NeighbourLimits,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // Node hands all of them on to TLS; the types of its HTTP lack some.
  const options: RequestOptions & ConnectionOptions = {
    ...sharingTls,
    ...{ host: address, port, path: `${sharedContentsPath}/${sha256}`, agent: false, signal },
    headers: offset === 0 ? {} : { range: `bytes=${offset}-` },
    pskCallback: () => ({ psk: Buffer.from(key, 'base64url'), identity: ticket }),
    // The key that both have is what tells who it is; there are no certificates.
    checkServerIdentity: () => undefined,
  };
  const request = httpsRequest(options);
  const endAfter = (limitMs: number, what: string) =>
    setTimeout(
      () => request.destroy(new Error(`the neighbour did not ${what} within ${limitMs} ms`)),
      limitMs,
    );
  let limit = endAfter(limits.connectMs, 'connect');
  request.once('socket', (socket) => {
    socket.once('secureConnect', () => {
      clearTimeout(limit);
      limit = endAfter(limits.answerMs, 'answer');
    });
  });
  request.once('response', resolve);
  request.on('error', reject);
  request.end();
  try {
    const response = await promise;
    requireRest(response, offset, size);
    return response;
  } finally {
    clearTimeout(limit);
  }
}

function requireRest(response: IncomingMessage, offset: number, size: number): void {
  const { statusCode, headers } = response;
  const isWanted =
    offset === 0
      ? statusCode === 200
      : statusCode === 206 && headers['content-range'] === `bytes ${offset}-${size - 1}/${size}`;
  if (isWanted && headers['content-length'] === String(size - offset)) return;
  response.destroy();
  if (statusCode === 404 || statusCode === 503) throw new NeighbourCannot(`it answered ${statusCode}`);
  throw new Error(`the neighbour answered with status ${statusCode ?? 0} to the request for a content`);
}

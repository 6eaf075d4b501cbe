import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';

/** Where a RenderAPI is, and how it is reached. */
export interface FarmDoor {
  /** Of the RenderAPI; may have a path, behind a proxy. */
  readonly address: URL;
  readonly agent: Agent;
  /** Who asks; null before the machine has joined. */
  readonly authorization: string | null;
}

export interface FarmRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address, as `/renderapi/link/pair`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
  readonly signal?: AbortSignal;
}

/** Nothing moves for so long: RenderAPI is away. */
const idleLimitMs = 30_000;
const graceForAnswerMs = 200;

/** The full address of a path. */
export function farmUrl(address: URL, path: string): URL {
  return new URL(address.pathname.replace(/\/+$/, '') + path, address);
}

/**
 * Asks RenderAPI. The answer's body is the caller's to read or to destroy.
 *
 * @throws the system's error when it cannot be reached, falls silent for 30 s or the signal is aborted
 */
export async function requestFarm(door: FarmDoor, order: FarmRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const url = farmUrl(door.address, order.path);
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    agent: door.agent,
    method: order.method,
    headers: {
      ...(door.authorization === null ? {} : { authorization: door.authorization }),
      ...order.headers,
    },
    ...(order.signal === undefined ? {} : { signal: order.signal }),
  });
  request.setTimeout(idleLimitMs, () => {
    request.destroy(new Error(`RenderAPI was silent for ${idleLimitMs / 1000} s`));
  });
  // RenderAPI may refuse before it has everything, and hang up: its words count more than the broken pipe.
  const failLater = (error: Error) => setTimeout(reject, graceForAnswerMs, error);
  const isUpload = order.body !== undefined && !Buffer.isBuffer(order.body);
  request.on('error', isUpload ? failLater : reject);
  request.on('response', resolve);
  if (order.body === undefined || Buffer.isBuffer(order.body)) request.end(order.body);
  else {
    pipeline(order.body, request, (error) => {
      if (error) failLater(error);
    });
  }
  return promise;
}

import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { httpRequest } from './node-http.ts';

/** Where a RenderAPI is, and how it is reached. */
export interface FarmDoor {
  /** Of the RenderAPI; may have a path, behind a proxy. */
  readonly address: URL;
  readonly agent: Agent;
  /** Who asks; null before the machine has joined. */
  readonly authorization: string | null;
}

export type BodyWriter = (write: (chunk: Buffer) => Promise<void>) => Promise<void>;

export interface FarmRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address, as `/renderapi/link/pair`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function writes it piece by piece; a piece may be reused when its promise resolves. */
  readonly body?: Buffer | BodyWriter;
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
  request.on('response', resolve);
  const { body } = order;
  if (typeof body !== 'function') {
    request.on('error', reject);
    request.end(body);
    return promise;
  }
  // RenderAPI may refuse before it has everything, and hang up: its words count more than the broken pipe.
  const failLater = (error: Error) => setTimeout(reject, graceForAnswerMs, error);
  request.on('error', failLater);
  body((chunk) => write(request, chunk)).then(
    () => request.end(),
    (error: unknown) => {
      failLater(error as Error);
      request.destroy(error as Error);
    },
  );
  return promise;
}

function write(request: ClientRequest, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    request.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

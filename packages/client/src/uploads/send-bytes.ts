import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { errorOfAnswer } from '../errors/api-error.ts';
import type { Connection } from '../requests/connection.ts';

/** An import would load all that `node:http` exports, of which its WebSocket alone takes 8 MiB. */
const { request: requestHttp } = process.getBuiltinModule('node:http');

export interface BytesRequest {
  readonly method: 'POST' | 'PATCH' | 'HEAD';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Nothing when left out. */
  readonly body?: Buffer | AsyncIterable<Buffer>;
  readonly agent: Agent;
  readonly signal?: AbortSignal | undefined;
}

/** A server that takes no bytes, or says nothing after the last one, for so long is given up. */
const idleTimeoutMs = 60_000;
const maxAnswerBytes = 65_536;
/** A server may refuse before it has everything, and hang up: its words count more than the broken pipe. */
const graceForAnswerMs = 200;

/**
 * Sends bytes with a user's credentials. Not `fetch`: it goes on sending after it was refused, and cannot say how much
 * has been sent.
 *
 * @returns the answer's headers
 * @throws ApiError for an answer that is not 2xx; the connection's error, or the body's, when there is none; the
 *   signal's reason
 */
export async function sendBytes(connection: Connection, request: BytesRequest): Promise<IncomingHttpHeaders> {
  const { method, url, headers, body, agent, signal } = request;
  const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    ...{ method, agent, timeout: idleTimeoutMs },
    headers: { ...connection.credentials, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    const answered = answerTo(outgoing);
    if (body === undefined || Buffer.isBuffer(body)) {
      outgoing.end(body);
      return await answered;
    }
    const sent = pipeline(body, outgoing);
    const failed = sent.then(
      () => answered,
      (error: unknown) => afterGrace(answered, error),
    );
    return await Promise.race([answered, failed]);
  } catch (error) {
    outgoing.destroy();
    signal?.throwIfAborted();
    throw error;
  }
}

/** What the server said, if it did; else why nothing more could be sent. */
async function afterGrace<T>(answered: Promise<T>, error: unknown): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, graceForAnswerMs, error);
  });
  try {
    return await Promise.race([answered.catch((other: unknown) => preferAnswer(other, error)), late]);
  } finally {
    clearTimeout(timer);
  }
}

function preferAnswer(other: unknown, error: unknown): never {
  throw other instanceof Error && other.name === 'ApiError' ? other : error;
}

function answerTo(outgoing: ClientRequest): Promise<IncomingHttpHeaders> {
  const answered = new Promise<IncomingHttpHeaders>((resolve, reject) => {
    outgoing.once('timeout', () => {
      outgoing.destroy(new Error(`nothing moved for ${idleTimeoutMs / 1000} s`));
    });
    outgoing.on('error', reject);
    outgoing.once('response', (response) => {
      readAnswer(response).then(resolve, reject);
    });
  });
  answered.catch(() => undefined);
  return answered;
}

async function readAnswer(response: IncomingMessage): Promise<IncomingHttpHeaders> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) break;
    chunks.push(chunk);
  }
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response.headers;
  throw errorOfAnswer(status, Buffer.concat(chunks).toString('utf8'));
}

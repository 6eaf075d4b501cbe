import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';

export interface BoundedRequest {
  readonly host: string;
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** From the first step to the last byte of the answer. */
  readonly limitMs: number;
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
  /** Keeps connections; without one the call has a connection of its own. */
  readonly agent?: Agent;
}

export interface BoundedAnswer {
  readonly status: number;
  readonly text: string;
}

/** A call that brought no whole answer. `message` is why, as the middle of a sentence. */
export class CallFailed extends Error {
  /** Whether the machine may have read the request all the same. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.name = 'CallFailed';
    this.mayHaveArrived = mayHaveArrived;
  }
}

/**
 * One HTTP call that ends in time, whatever the other side does, and reads no more than it may. Redirects are
 * answers like any other.
 *
 * @throws CallFailed when there is no whole answer
 */
export async function boundedRequest(call: BoundedRequest): Promise<BoundedAnswer> {
  try {
    return await sendOnce(call);
  } catch (error) {
    if (error instanceof ReusedConnectionClosed) return sendOnce({ ...call, agent: undefined });
    throw error;
  }
}

/** A kept connection that the machine had closed meanwhile: nobody's fault, and only ever tried again with GET. */
class ReusedConnectionClosed extends Error {}

function sendOnce({
  agent,
  ...call
}: Omit<BoundedRequest, 'agent'> & { agent?: Agent | undefined }): Promise<BoundedAnswer> {
  const payload = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
  const timeout = AbortSignal.timeout(call.limitMs);
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const request = httpRequest({
      host: call.host,
      port: call.port,
      method: call.method,
      path: call.path,
      agent: agent ?? false,
      signal: AbortSignal.any([call.signal, timeout]),
      headers: payload
        ? { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': payload.length }
        : {},
    });
    const fail = (error: Error) => {
      const code = (error as NodeJS.ErrnoException).code;
      if (request.reusedSocket && code === 'ECONNRESET' && call.method === 'GET') {
        reject(new ReusedConnectionClosed());
        return;
      }
      const why = timeout.aborted ? `no answer within ${call.limitMs / 1000} s` : reasonOf(error, code);
      reject(new CallFailed(why, isConnected));
    };
    request.on('socket', (socket) => {
      if (!socket.connecting) isConnected = true;
      else socket.once('connect', () => (isConnected = true));
    });
    request.on('error', fail);
    request.on('response', (response) => {
      readText(response, call.maxAnswerBytes).then(
        (text) => {
          resolve({ status: response.statusCode ?? 0, text });
        },
        (error: unknown) => {
          fail(error as Error);
          request.destroy();
        },
      );
    });
    request.end(payload);
  });
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`its answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'its address is unknown',
  EAI_AGAIN: 'its address could not be looked up',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ETIMEDOUT: 'the connection timed out',
  ABORT_ERR: 'the call was ended',
};

function reasonOf(error: Error, code: string | undefined): string {
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (code?.startsWith('HPE_') === true) return 'it does not speak HTTP';
  return error.message === '' ? (code ?? 'unknown reason') : error.message;
}

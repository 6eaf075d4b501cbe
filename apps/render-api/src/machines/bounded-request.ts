import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { say } from '@renderonline/domain';

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

type Call = Omit<BoundedRequest, 'agent'> & { readonly agent?: Agent | undefined };

function sendOnce(call: Call): Promise<BoundedAnswer> {
  return new Promise((resolve, reject) => {
    const request = openRequest(call);
    const watch = watchRequest(request, call);
    let hasAnswer = false;
    const fail = (error: Error) => {
      watch.end();
      reject(watch.failureOf(error));
    };
    request.on('error', fail);
    request.on('close', () => {
      // Whatever ended it, it is over; after an answer or an error this changes nothing.
      if (!hasAnswer) fail(new CallEnded());
    });
    request.on('response', (response) => {
      hasAnswer = true;
      readText(response, call.maxAnswerBytes).then(
        (text) => {
          watch.end();
          resolve({ status: response.statusCode ?? 0, text });
        },
        (error: unknown) => {
          fail(error as Error);
          request.destroy();
        },
      );
    });
  });
}

function openRequest({ agent, body, host, port, method, path }: Call): ClientRequest {
  const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = payload
    ? { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': payload.length }
    : {};
  return httpRequest({ host, port, method, path, headers, agent: agent ?? false }).end(payload);
}

/** Ends the request when its time is over or its caller wants it no more, and tells what a failure means. */
function watchRequest(request: ClientRequest, { limitMs, signal, method }: Call) {
  let isConnected = false;
  let isLate = false;
  const endCall = () => request.destroy(new CallEnded());
  const limit = setTimeout(() => {
    isLate = true;
    endCall();
  }, limitMs);
  request.on('socket', (socket) => {
    if (!socket.connecting) isConnected = true;
    else socket.once('connect', () => (isConnected = true));
  });
  if (signal.aborted) endCall();
  else signal.addEventListener('abort', endCall, { once: true });

  return {
    end() {
      clearTimeout(limit);
      signal.removeEventListener('abort', endCall);
    },
    failureOf(error: Error): Error {
      if (isLate) return new CallFailed(say('no-answer-within', { limitMs }), isConnected);
      const code = (error as NodeJS.ErrnoException).code;
      const wasKept = request.reusedSocket && method === 'GET';
      if (wasKept && code === 'ECONNRESET') return new ReusedConnectionClosed();
      return new CallFailed(reasonOf(error, code), isConnected);
    },
  };
}

/** We ended it ourselves. */
class CallEnded extends Error {
  constructor() {
    super('the call was ended');
  }
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
  ECONNREFUSED: say('connection-refused'),
  ECONNRESET: say('connection-cut'),
  EPIPE: say('connection-cut'),
  ENOTFOUND: say('address-unknown'),
  EAI_AGAIN: say('address-unknown+now'),
  EHOSTUNREACH: say('no-route'),
  ENETUNREACH: say('no-route'),
  ETIMEDOUT: say('connection-timed-out'),
};

function reasonOf(error: Error, code: string | undefined): string {
  const known = code === undefined ? undefined : reasons[code];
  if (known !== undefined) return known;
  if (code?.startsWith('HPE_') === true) return say('speaks-no-http');
  return error.message === '' ? (code ?? 'unknown reason') : error.message;
}

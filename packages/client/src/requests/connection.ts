import { ApiError, errorOfAnswer, errorOfFailure } from '../errors/api-error.ts';
import { sendOnce } from './send-once.ts';

export interface ConnectionSettings extends ConnectionOptions {
  readonly email: string;
  readonly token: string;
}

/** A connection of a page, whose browser knows who one is. */
export interface CookieConnectionSettings extends ConnectionOptions {
  readonly credentials: 'cookie';
}

interface ConnectionOptions {
  /** `https://farm.example:5000`; a path before `/renderapi` is kept. */
  readonly baseUrl: string;
  /** Stands in for the platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /** How long a short answer may take; streams have their own limits. Default 30,000. */
  readonly answerTimeoutMs?: number;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly json?: object;
  /** In place of `json`; its type is among the headers. */
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** In place of the connection's `answerTimeoutMs`. */
  readonly timeoutMs?: number;
  /** A browser sends it to its end even when its page is left meanwhile. */
  readonly keepalive?: boolean;
}

export interface Connection {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** One JSON answer, within the time limit. */
  json(path: string, options?: RequestOptions): Promise<unknown>;
  /**
   * One JSON answer to a request that makes something. When the connection breaks it is sent once more, with the same
   * Idempotency-Key: what was made then is not made again.
   *
   * @param options.idempotencyKey in place of a fresh one
   */
  make(
    path: string,
    options: RequestOptions & { readonly json: object; readonly idempotencyKey?: string | undefined },
  ): Promise<unknown>;
  /** An answer whose body the caller reads; only its beginning is under the time limit. */
  open(path: string, options?: RequestOptions): Promise<Response>;
}

/**
 * Sends requests with a user's credentials.
 *
 * @throws ApiError (from its functions) for every answer that is not 2xx, and for none
 */
export function createConnection(settings: ConnectionSettings | CookieConnectionSettings): Connection {
  const baseUrl = settings.baseUrl.replace(/\/+$/, '');
  const { answerTimeoutMs = 30_000 } = settings;
  const credentials =
    'credentials' in settings
      ? {}
      : // As bytes: header values are latin1 to fetch, and RenderAPI reads them as UTF-8.
        { email: headerText(settings.email), token: headerText(settings.token) };
  const send = settings.fetch ?? fetch;

  async function begin(path: string, options: RequestOptions, signal: AbortSignal): Promise<Response> {
    const {
      method = options.json === undefined ? 'GET' : 'POST',
      json,
      body,
      headers,
      keepalive = false,
    } = options;
    try {
      return await send(`${baseUrl}${path}`, {
        ...{ method, keepalive },
        headers: {
          ...credentials,
          ...(json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
          ...headers,
        },
        ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
        signal,
      });
    } catch (error) {
      throw options.signal?.aborted === true ? options.signal.reason : failureOf(error);
    }
  }

  function failureOf(error: unknown): ApiError {
    if (error instanceof Error && error.name === 'TimeoutError') {
      return new ApiError(
        0,
        'unreachable',
        `RenderAPI at ${baseUrl} did not answer within ${answerTimeoutMs / 1000} s.`,
        { cause: error },
      );
    }
    return errorOfFailure(baseUrl, error);
  }

  async function refuse(response: Response): Promise<never> {
    throw errorOfAnswer(response.status, await response.text());
  }

  async function json(path: string, options: RequestOptions = {}): Promise<unknown> {
    const response = await begin(
      path,
      options,
      limited(options.signal, options.timeoutMs ?? answerTimeoutMs),
    );
    if (!response.ok) await refuse(response);
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      throw options.signal?.aborted === true ? options.signal.reason : failureOf(error);
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new ApiError(
        response.status,
        'not-renderapi',
        `${baseUrl} answered something that is not JSON: is it a RenderAPI?`,
        { cause: error },
      );
    }
  }

  const make: Connection['make'] = (path, { idempotencyKey, ...options }) =>
    sendOnce(
      (key) => json(path, { ...options, headers: { ...options.headers, ...key } }),
      options.signal,
      idempotencyKey,
    );

  async function open(path: string, options: RequestOptions = {}): Promise<Response> {
    // Only the wait for the answer's head is limited: the timer is taken back when it is there.
    const waiting = new AbortController();
    const timer = setTimeout(() => {
      waiting.abort(new DOMException('No answer in time', 'TimeoutError'));
    }, answerTimeoutMs);
    const signal =
      options.signal === undefined ? waiting.signal : AbortSignal.any([options.signal, waiting.signal]);
    try {
      const response = await begin(path, options, signal);
      if (!response.ok) await refuse(response);
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  return { baseUrl, credentials, json, make, open };
}

function limited(signal: AbortSignal | undefined, timeoutMs: number): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

/** UTF-8 bytes, each as one character: what `fetch` and `node:http` put on the wire as they are. */
function headerText(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
}

import { createHmac } from 'node:crypto';
import { lookup as resolveName } from 'node:dns';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface WebhookMessage {
  readonly url: string;
  readonly secret: string;
  readonly messageId: string;
  readonly payload: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

export interface PostOptions {
  /** Whether it may go to this computer and the local network. */
  readonly mayBePrivate: boolean;
  readonly timeoutMs: number;
}

/** What was answered; the status is null when nothing was, and the answer says why. */
export interface PostResult {
  readonly status: number | null;
  readonly answer: string;
}

const maxAnswerBytes = 2000;

/** As Standard Webhooks has it: of id, time and body together, by the bytes that `whsec_` stands before. */
export function signatureOf({ secret, messageId, timestamp, payload }: Omit<WebhookMessage, 'url'>): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${payload}`).digest('base64')}`;
}

/** Posts one message, once. It follows no redirects, and looks at where a name leads when it connects. Never rejects. */
export function postMessage(message: WebhookMessage, options: PostOptions): Promise<PostResult> {
  return new Promise((resolve) => {
    let post: ClientRequest;
    const fail = (error: unknown): void => {
      resolve({ status: null, answer: error instanceof Error ? error.message : String(error) });
    };
    try {
      post = begin(message, options);
    } catch (error) {
      fail(error);
      return;
    }
    post.on('error', fail);
    post.on('response', (response) => {
      readBeginning(response)
        .then((answer) => {
          resolve({ status: response.statusCode ?? null, answer });
        })
        .catch(fail)
        .finally(() => post.destroy());
    });
    post.end(message.payload);
  });
}

function begin(message: WebhookMessage, { mayBePrivate, timeoutMs }: PostOptions): ClientRequest {
  const url = new URL(message.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is connected to without being looked up.
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic();
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return send(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(mayBePrivate ? {} : { lookup: lookUpPublic }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.payload),
      'user-agent': 'RenderOnline-Webhooks',
      'webhook-id': message.messageId,
      'webhook-timestamp': String(message.timestamp),
      'webhook-signature': signatureOf(message),
    },
  });
}

/** What is connected to is what was looked at: a name may lead elsewhere the next moment. */
const lookUpPublic: LookupFunction = (host, options, callback) => {
  resolveName(host, { ...options, all: true }, (error, addresses) => {
    const [first] = error === null ? addresses : [];
    if (error !== null || first === undefined) callback(error ?? notPublic(), '');
    else if (!addresses.every(({ address }) => isPublicAddress(address))) callback(notPublic(), '');
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function notPublic(): Error {
  return new Error(
    'The address leads to this computer or the local network, which the farm does not allow here.',
  );
}

async function readBeginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxAnswerBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

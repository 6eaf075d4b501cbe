import type { IncomingMessage } from 'node:http';
import { LinkRefusal } from '../link-refusal.ts';

const mostBytes = 64 * 1024;
/** Asking again later may help. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 507]);

/** RenderAPI cannot just now. */
export class FarmBusy extends Error {
  readonly status: number;
  /** As its Retry-After says; null when it does not. */
  readonly retryAfterMs: number | null;

  constructor(status: number, message: string, retryAfterMs: number | null) {
    super(message);
    this.name = 'FarmBusy';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Lets an answer of success pass.
 *
 * @throws LinkRefusal or FarmBusy otherwise, with RenderAPI's own words
 */
export async function requireSuccess(response: IncomingMessage): Promise<void> {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return;
  throw await errorOf(response);
}

/** What RenderAPI says with an answer that is none of success. */
export async function errorOf(response: IncomingMessage): Promise<LinkRefusal | FarmBusy> {
  const status = response.statusCode ?? 0;
  const { code, detail } = problemOf(await readText(response));
  const message = detail ?? `RenderAPI answered with status ${status}`;
  if (!passing.has(status)) return new LinkRefusal(status, code, message);
  const seconds = Number(response.headers['retry-after']);
  const isGiven = response.headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0;
  return new FarmBusy(status, message, isGiven ? seconds * 1000 : null);
}

/**
 * An answer's body as JSON.
 *
 * @throws Error when it is longer, breaks off, or is not JSON
 */
export async function readJson(response: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop by an error destroys the answer.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`RenderAPI's answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** An answer's body as text; of a very long one nothing. */
export async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > mostBytes) {
        response.destroy();
        return '';
      }
      chunks.push(chunk);
    }
  } catch {
    // The status has been said; its words are lost.
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function problemOf(text: string): { code: string | null; detail: string | null } {
  let problem: unknown;
  try {
    problem = JSON.parse(text);
  } catch {
    return { code: null, detail: null };
  }
  const { code, detail } = (problem ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code.slice(0, 100) : null,
    detail: typeof detail === 'string' ? detail.slice(0, 1000) : null,
  };
}

import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import { drainBody, type DrainLimits } from './drain-body.ts';

/**
 * Sends answers to requests that are still being sent at once, then reads the rest of the request within limits
 * and throws it away. Ending the connection earlier would make many clients see a reset instead of the answer,
 * for they only look for one when they have sent everything.
 */
export function answerBeforeBody(app: FastifyInstance, limits: DrainLimits): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { raw } = request;
    if (raw.method === 'GET' || raw.method === 'HEAD' || raw.readableEnded || raw.destroyed) return payload;
    if (raw.complete || typeof payload !== 'string' || payload === '') {
      drainBody(raw, limits);
      return payload;
    }
    // The answer leaves whole, but the response ends only with the request: with `Connection: close` its end is
    // the end of the connection.
    reply.header('content-length', Buffer.byteLength(payload));
    const isRead = finished(raw, { writable: false }).catch(() => undefined);
    drainBody(raw, limits);
    return Readable.from(answerThenWait(payload, isRead), { objectMode: false });
  });
}

async function* answerThenWait(payload: string, isRead: Promise<unknown>): AsyncGenerator<Buffer> {
  yield Buffer.from(payload);
  await isRead;
}

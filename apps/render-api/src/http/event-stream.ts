import type { Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Begins an answer of server-sent events; the caller writes and ends it. */
export function openEventStream(reply: FastifyReply): FastifyReply['raw'] {
  // Fastify would answer in one piece; the headers that its plugins have set so far (CORS) go along.
  const headers = reply.getHeaders();
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no', // nginx would hold events back
  });
  return reply.raw;
}

/** Writes, and waits for a slow reader to catch up, or to go away. */
export function writeToStream(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  if (stream.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

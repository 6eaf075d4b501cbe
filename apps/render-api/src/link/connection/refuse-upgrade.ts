import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { linkSubprotocol } from '@renderonline/contract';
import type { Logger } from '@renderonline/runtime';
import { failureOf, statusOf } from '../../http/failure.ts';
import { problemOf } from '../../http/problem-reply.ts';

/** How long the machine may take to read why. */
const lingerMs = 2000;

/** Answers a request for a link with the reason why not, and ends the connection. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, error: unknown, log: Logger): void {
  const requestId = randomUUID();
  const failure = failureOf(error, requestId);
  const status = statusOf(failure);
  const facts = { requestId, status, address: request.socket.remoteAddress };
  if (status === 500) log.error({ ...facts, err: error }, 'a machine could not be let in');
  else log.info({ ...facts, reason: failure.message }, 'a machine was not let in');
  const body = JSON.stringify(problemOf(failure, requestId));
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(status === 426 ? ['Upgrade: websocket', `Sec-WebSocket-Protocol: ${linkSubprotocol}`] : []),
    ...(status === 503 ? ['Retry-After: 1'] : []),
  ];
  const limit = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => {
    clearTimeout(limit);
  });
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}

import type { IncomingMessage } from 'node:http';
import { linkLimits, linkPath, linkSubprotocol } from '@renderonline/contract/link';
import { WebSocket } from 'ws';
import { errorOf, type FarmBusy } from '../http/read-answer.ts';
import { farmUrl, type FarmDoor } from '../http/request-farm.ts';
import type { LinkRefusal } from '../link-refusal.ts';

const handshakeLimitMs = 10_000;

/**
 * Opens the WebSocket of the link.
 *
 * @throws LinkRefusal (no such machine, revoked, no common version), FarmBusy (not the leader, starting), or the
 *   system's error when RenderAPI cannot be reached
 */
export async function openSocket(door: FarmDoor, signal: AbortSignal): Promise<WebSocket> {
  signal.throwIfAborted();
  const url = farmUrl(door.address, linkPath);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, [linkSubprotocol], {
    agent: door.agent,
    headers: door.authorization === null ? {} : { authorization: door.authorization },
    handshakeTimeout: handshakeLimitMs,
    maxPayload: linkLimits.messageBytes,
    // Messages are small; a compressor each way would cost more memory than all else.
    perMessageDeflate: false,
    followRedirects: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  const abort = () => {
    socket.terminate();
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', abort, { once: true });
  socket.once('open', () => {
    resolve(socket);
  });
  socket.on('error', reject);
  socket.once('unexpected-response', (request, response: IncomingMessage) => {
    void refusalOf(response).then((error) => {
      request.destroy();
      reject(error);
    });
  });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function refusalOf(response: IncomingMessage): Promise<LinkRefusal | FarmBusy> {
  response.setTimeout(handshakeLimitMs, () => response.destroy());
  return errorOf(response);
}

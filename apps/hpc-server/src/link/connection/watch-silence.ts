import type { Logger } from '@renderonline/runtime';
import type { WebSocket } from 'ws';

/**
 * Ends a connection on which nothing has come for so long, not even the answer to a ping: the network drops
 * what is sent, or RenderAPI hangs. The system would wait for a quarter of an hour.
 */
export function watchSilence(socket: WebSocket, silentAfterMs: number, log: Logger): { stop(): void } {
  let hasHeard = true;
  let isAsked = false;
  const heard = () => {
    hasHeard = true;
  };
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, heard);

  const timer = setInterval(() => {
    if (hasHeard) isAsked = false;
    else if (isAsked) {
      log.warn({ silentAfterMs }, 'RenderAPI has fallen silent; the link is opened anew');
      socket.terminate();
      return;
    } else if (socket.readyState === socket.OPEN) {
      isAsked = true;
      socket.ping();
    }
    hasHeard = false;
  }, silentAfterMs / 2);
  return {
    stop() {
      clearInterval(timer);
    },
  };
}

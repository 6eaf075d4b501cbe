import type { IncomingMessage } from 'node:http';

export interface DrainLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
}

/**
 * Reads the rest of a refused request and throws it away, so that a client which only looks for the answer when
 * it has sent everything finds the answer and not a reset connection. Ends the connection at a limit.
 */
export function drainBody(request: IncomingMessage, limits: DrainLimits): void {
  if (request.readableEnded || request.destroyed) return;
  let size = 0;
  const giveUp = (): void => {
    request.socket.destroy();
  };
  const total = setTimeout(giveUp, limits.timeoutMs).unref();
  const idle = setTimeout(giveUp, limits.idleTimeoutMs).unref();
  const forget = (): void => {
    clearTimeout(total);
    clearTimeout(idle);
  };
  request
    .on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.maxBytes) giveUp();
      else idle.refresh();
    })
    .once('end', forget)
    .once('close', forget)
    .on('error', forget);
  request.resume();
}

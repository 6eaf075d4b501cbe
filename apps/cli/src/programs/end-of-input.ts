import type { Readable } from 'node:stream';

export interface EndOfInput {
  /** Aborted when there is no more to read. */
  readonly signal: AbortSignal;
  /** What is still open does not keep the process alive any more. */
  stopWatching(): void;
}

/**
 * Tells when a pipe was closed at its other end, which the system does for a program that dies, however it dies.
 * What comes through the pipe is dropped.
 */
export function endOf(input: Readable): EndOfInput {
  const controller = new AbortController();
  const end = () => {
    controller.abort(new Error('standard input has ended'));
  };
  for (const event of ['end', 'error', 'close'] as const) input.on(event, end);
  input.resume();
  return {
    signal: controller.signal,
    stopWatching: () => {
      input.pause();
    },
  };
}

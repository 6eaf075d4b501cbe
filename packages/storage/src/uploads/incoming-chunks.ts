import { Readable } from 'node:stream';
import { domainError } from '@renderonline/domain';

/** Chunks of an upload, each within the time that the limits allow. */
export interface IncomingChunks {
  /** @returns undefined at the end; throws `upload-timed-out` or `upload-incomplete` */
  next(): Promise<Uint8Array | undefined>;
  /** Lets go of the source: ends it when something is left of it. */
  close(): void;
}

/**
 * Reads a source that may stand still for ever, break off or be canceled.
 *
 * @param idleTimeoutMs longest time between two chunks
 */
export function incomingChunks(
  source: AsyncIterable<Uint8Array>,
  limits: { readonly idleTimeoutMs: number; readonly signal?: AbortSignal | undefined },
): IncomingChunks {
  const { idleTimeoutMs, signal } = limits;
  const iterator = source[Symbol.asyncIterator]();
  let refuse: ((error: Error) => void) | undefined;
  let stopped: Error | undefined;
  let isAtEnd = false;
  let isWaiting = false;
  let timer: NodeJS.Timeout | undefined;

  function stop(error: Error): void {
    stopped ??= error;
    refuse?.(stopped);
  }
  function onIdle(): void {
    timer = undefined;
    // While our own disk is busy, it is not the sender who is slow.
    if (!isWaiting) return;
    stop(
      domainError(
        'upload-timed-out',
        `No data arrived for ${idleTimeoutMs / 1000} s, so the upload was given up. Check the connection and submit again.`,
        { idleTimeoutMs },
      ),
    );
  }
  const onAbort = (): void => {
    stop(incomplete(signal?.reason));
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();

  async function next(): Promise<Uint8Array | undefined> {
    if (stopped !== undefined) throw stopped;
    // Refreshed, not made anew: this runs for every 64 KiB.
    timer = timer?.refresh() ?? setTimeout(onIdle, idleTimeoutMs);
    isWaiting = true;
    // A promise of its own for each chunk: racing against one long-lived promise would keep every race in memory.
    const result = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      refuse = reject;
      iterator.next().then(resolve, (error: unknown) => {
        isAtEnd = true;
        reject(isForeseen(error) ? error : incomplete(error));
      });
    });
    isWaiting = false;
    if (result.done === true) {
      isAtEnd = true;
      return undefined;
    }
    return result.value;
  }

  function close(): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    refuse = undefined;
    if (isAtEnd) return;
    if (source instanceof Readable) {
      // Destroying may make a source complain that it was cut short; that is what we want.
      source.on('error', () => undefined);
      source.destroy();
    }
    // Not awaited: a generator that is stuck in its own wait would never come to it.
    iterator.return?.().then(undefined, () => undefined);
  }

  return { next, close };
}

function isForeseen(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === 'DomainError';
}

function incomplete(cause: unknown): Error {
  return domainError(
    'upload-incomplete',
    'The connection ended before the whole file had arrived. Nothing was kept; submit again.',
    {},
    cause,
  );
}

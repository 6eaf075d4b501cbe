/** Lets a few do their work at a time; the others wait in the order in which they came. */
export interface Turns {
  /** @throws what the work throws, or the signal's reason when it is aborted before its turn */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createTurns(atOnce: number): Turns {
  let free = atOnce;
  const waiting = new Set<() => void>();

  function next(): void {
    const [first] = waiting;
    if (first === undefined) {
      free += 1;
      return;
    }
    waiting.delete(first);
    first();
  }

  async function enter(signal: AbortSignal): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const giveUp = () => {
      // Whoever has been called already takes its turn, and sees the signal there.
      if (waiting.delete(enterNow)) reject(asError(signal.reason));
    };
    const enterNow = () => {
      resolve(undefined);
    };
    waiting.add(enterNow);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    async take(work, signal) {
      signal.throwIfAborted();
      await enter(signal);
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        next();
      }
    },
  };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}

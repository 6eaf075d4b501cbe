import type { HashNews, HashOrder } from './hash-worker.ts';

/** Hashes files off the page's thread. */
export interface Hasher {
  /** @param onBytes so many more are hashed @throws the signal's reason; Error when the file cannot be read */
  sha256Of(blob: Blob, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<string>;
}

interface Waiting {
  readonly onBytes: (bytes: number) => void;
  readonly resolve: (sha256: string) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker, begun with the first file. `crypto.subtle` is missing from pages that came by plain HTTP, and takes no streams. */
export function createHasher(): Hasher {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function begin(): Worker {
    const begun = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    begun.addEventListener('message', ({ data }: MessageEvent<HashNews>) => {
      const asked = waiting.get(data.id);
      if (asked === undefined) return;
      if ('bytes' in data) {
        asked.onBytes(data.bytes);
        return;
      }
      waiting.delete(data.id);
      if ('sha256' in data) asked.resolve(data.sha256);
      else asked.reject(new Error(data.error));
    });
    begun.addEventListener('error', ({ message }) => {
      for (const { reject } of waiting.values()) reject(new Error(message));
      waiting.clear();
      begun.terminate();
      worker = undefined;
    });
    return begun;
  }

  return {
    sha256Of(blob, signal, onBytes) {
      worker ??= begin();
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const id = ++lastId;
      const order = (said: HashOrder): void => worker?.postMessage(said);
      const leave = (): void => {
        order({ id, isCanceled: true });
        waiting.delete(id);
        reject(signal.reason);
      };
      signal.throwIfAborted();
      waiting.set(id, { onBytes, resolve, reject });
      order({ id, blob });
      signal.addEventListener('abort', leave);
      return promise.finally(() => {
        signal.removeEventListener('abort', leave);
      });
    },
  };
}

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { hashFile, hashThreadName, type HashAnswer, type HashOrder } from './hash-thread.ts';

/** A file of a project, before its content is known. */
export interface LocalFile {
  /** Within the project, with `/`. */
  readonly path: string;
  /** On this computer. */
  readonly filePath: string;
}

export interface HashedFile extends LocalFile {
  readonly size: number;
  readonly sha256: string;
}

/** Starting threads takes longer than to hash so little. */
const threadsFromBytes = 32 * 1024 * 1024;
const mostThreads = 4;
/** Orders that a thread has waiting, so that it is never idle between two small files. */
const ordersAhead = 8;

/**
 * Hashes files: large ones, or many, on threads of their own.
 *
 * @param files with the size that each had a moment ago
 * @param onHashed called for each when it is done, in no order
 * @throws the system's error when a file cannot be read; the signal's reason
 */
export async function hashFiles(
  files: readonly (LocalFile & { readonly size: number })[],
  onHashed: (file: HashedFile) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const queue = files.values();
  if (bytes < threadsFromBytes) {
    for (const file of queue) {
      signal?.throwIfAborted();
      onHashed({ ...file, ...(await hashFile(file.filePath)) });
    }
    return;
  }
  const threads = Math.min(mostThreads, Math.max(1, availableParallelism() - 1), files.length);
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const ends = await Promise.allSettled(
    Array.from({ length: threads }, () =>
      hashOnThread(queue, onHashed, signals).catch((error: unknown) => {
        stop.abort(error);
        throw error;
      }),
    ),
  );
  signal?.throwIfAborted();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function hashOnThread(
  queue: Iterator<LocalFile>,
  onHashed: (file: HashedFile) => void,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(new URL('./hash-thread.ts', import.meta.url), { workerData: hashThreadName });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const underWay = new Map<number, LocalFile>();
  let lastId = 0;

  function order(): void {
    const next = queue.next();
    if (next.done === true) {
      if (underWay.size === 0) resolve(undefined);
      return;
    }
    lastId += 1;
    underWay.set(lastId, next.value);
    worker.postMessage({ id: lastId, filePath: next.value.filePath } satisfies HashOrder);
  }
  const giveUp = () => {
    reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted', { cause: signal.reason }));
  };
  worker.on('message', (answer: HashAnswer) => {
    const file = underWay.get(answer.id);
    underWay.delete(answer.id);
    if ('message' in answer)
      reject(Object.assign(new Error(answer.message), { code: answer.code, syscall: 'read' }));
    else if (file !== undefined) onHashed({ ...file, size: answer.size, sha256: answer.sha256 });
    order();
  });
  worker.on('error', reject);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for (let index = 0; index < ordersAhead; index++) order();
    await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
}

import { Worker } from 'node:worker_threads';
import { hashThreadName, type HashAnswer, type HashOrder } from './hash-thread.ts';

/** SHA-256 of blocks of shared memory, computed on another thread. */
export interface BackgroundHash {
  /** Resolves when the block has been read, so that its memory may be used again. Call in the file's order. */
  update(offset: number, length: number): Promise<void>;
  /** The digest in hexadecimal. Ends the hash. */
  digest(): Promise<string>;
  /** Ends the hash without a result; blocks on their way are still answered. */
  drop(): void;
}

interface Waiting {
  resolve(answer: HashAnswer): void;
  reject(error: Error): void;
}

/**
 * One thread for all uploads of the process, started with the first large one: hashing 1 GiB takes 0.6 s of
 * a core, which would otherwise stop every other request for as long. It does not keep the process alive.
 */
let thread: { readonly worker: Worker; readonly waiting: Map<number, Waiting[]> } | undefined;
let nextId = 1;

function startThread(): NonNullable<typeof thread> {
  const worker = new Worker(new URL('./hash-thread.ts', import.meta.url), {
    workerData: hashThreadName,
    name: hashThreadName,
  });
  const waiting = new Map<number, Waiting[]>();
  const started = { worker, waiting };
  worker.on('message', (answer: HashAnswer) => waiting.get(answer.id)?.shift()?.resolve(answer));
  const fail = (error: Error): void => {
    if (thread === started) thread = undefined;
    for (const queue of waiting.values()) for (const one of queue.splice(0)) one.reject(error);
  };
  worker.on('error', (error) => {
    fail(error instanceof Error ? error : new Error('The hashing thread failed', { cause: error }));
  });
  worker.on('exit', (code) => {
    fail(new Error(`The hashing thread ended with ${code}`));
  });
  worker.unref();
  return started;
}

/** Starts the hash of one file whose blocks lie in `memory`. */
export function openBackgroundHash(memory: SharedArrayBuffer): BackgroundHash {
  thread ??= startThread();
  const { worker, waiting } = thread;
  const id = nextId++;
  const queue: Waiting[] = [];
  waiting.set(id, queue);
  const send = (order: HashOrder): void => {
    worker.postMessage(order);
  };
  const ask = (order: HashOrder): Promise<HashAnswer> =>
    new Promise((resolve, reject) => {
      // A thread that has died answers nobody: its map is no longer the one in use.
      if (thread?.worker !== worker) {
        reject(new Error('The hashing thread has ended'));
        return;
      }
      queue.push({ resolve, reject });
      send(order);
    });
  send({ kind: 'open', id, memory });
  return {
    async update(offset, length) {
      await ask({ kind: 'update', id, offset, length });
    },
    async digest() {
      const { sha256 } = await ask({ kind: 'digest', id });
      waiting.delete(id);
      if (sha256 === undefined) throw new Error('The hashing thread answered out of order');
      return sha256;
    },
    drop() {
      send({ kind: 'drop', id });
      // The answers still due find nobody; those waiting for them are the caller's, who has given up.
      for (const one of queue.splice(0)) one.reject(new Error('The hash was dropped'));
      waiting.delete(id);
    },
  };
}

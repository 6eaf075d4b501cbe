import { Worker } from 'node:worker_threads';
import { hashThreadName, type HashAnswer, type HashOrder } from './hash-thread.ts';

/** SHA-256 of blocks of shared memory, computed on another thread. */
export interface BackgroundHash {
  /** Resolves when the block has been read, so that its memory may be used again. Call in the file's order. */
  update(offset: number, length: number): Promise<void>;
  /** The digest in hexadecimal. Ends the hash. */
  digest(): Promise<string>;
  /** Ends the hash without a result; whoever still waits for it is refused. */
  drop(): void;
}

interface Waiting {
  resolve(answer: HashAnswer): void;
  reject(error: Error): void;
}

interface HashThread {
  send(order: HashOrder): void;
  /** Sends an order that is answered. */
  ask(order: HashOrder): Promise<HashAnswer>;
  /** Refuses whoever waits for this file. */
  forget(id: number): void;
}

/**
 * One thread for all uploads of the process, started with the first large one: hashing 1 GiB takes 0.6 s of
 * a core, which would otherwise stop every other request for as long.
 */
let thread: HashThread | undefined;
let nextId = 1;

/** Starts the hash of one file whose blocks lie in `memory`. */
export function openBackgroundHash(memory: SharedArrayBuffer): BackgroundHash {
  thread ??= startThread(() => {
    thread = undefined;
  });
  const inUse = thread;
  const id = nextId++;
  inUse.send({ kind: 'open', id, memory });
  return {
    async update(offset, length) {
      await inUse.ask({ kind: 'update', id, offset, length });
    },
    async digest() {
      const { sha256 } = await inUse.ask({ kind: 'digest', id });
      if (sha256 === undefined) throw new Error('The hashing thread answered out of order');
      return sha256;
    },
    drop() {
      inUse.send({ kind: 'drop', id });
      inUse.forget(id);
    },
  };
}

function startThread(onEnd: () => void): HashThread {
  const worker = new Worker(new URL('./hash-thread.ts', import.meta.url), {
    workerData: hashThreadName,
    name: hashThreadName,
  });
  // By file, in the order of its orders: the thread answers in that order.
  const waiting = new Map<number, Waiting[]>();
  let ended: Error | undefined;

  function refuse(id: number, error: Error): void {
    const queue = waiting.get(id) ?? [];
    waiting.delete(id);
    for (const one of queue) one.reject(error);
    if (waiting.size === 0) worker.unref();
  }
  function end(error: Error): void {
    ended ??= error;
    onEnd();
    for (const id of [...waiting.keys()]) refuse(id, error);
  }
  worker.unref();
  worker.on('message', (answer: HashAnswer) => {
    const queue = waiting.get(answer.id);
    queue?.shift()?.resolve(answer);
    if (queue?.length !== 0) return;
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', (cause) => {
    end(new Error('The hashing thread failed', { cause }));
  });
  worker.on('exit', (code) => {
    end(new Error(`The hashing thread ended with ${code}`));
  });

  return {
    send(order) {
      worker.postMessage(order);
    },
    ask(order) {
      if (ended !== undefined) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        const queue = waiting.get(order.id);
        if (queue === undefined) waiting.set(order.id, [{ resolve, reject }]);
        else queue.push({ resolve, reject });
        // Alive while somebody waits for it, and no longer.
        worker.ref();
        worker.postMessage(order);
      });
    },
    forget(id) {
      refuse(id, new Error('The hash was dropped'));
    },
  };
}

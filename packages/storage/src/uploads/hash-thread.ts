import { createHash, type Hash } from 'node:crypto';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

/** What the main thread asks of the hashing thread; `id` is one file's. */
export type HashOrder =
  | { readonly kind: 'open'; readonly id: number; readonly memory: SharedArrayBuffer }
  | { readonly kind: 'update'; readonly id: number; readonly offset: number; readonly length: number }
  | { readonly kind: 'digest'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

/** Its answers, in the order of the orders; 'drop' has none. */
export type HashAnswer = { readonly id: number; readonly sha256?: string };

/** Marks a worker as this thread, so that importing the file elsewhere starts nothing. */
export const hashThreadName = 'renderonline-hash';

interface OpenFile {
  readonly hash: Hash;
  readonly memory: SharedArrayBuffer;
}

function answerOrders(port: NonNullable<typeof parentPort>): void {
  const files = new Map<number, OpenFile>();
  port.on('message', (order: HashOrder) => {
    if (order.kind === 'open') {
      files.set(order.id, { hash: createHash('sha256'), memory: order.memory });
      return;
    }
    const file = files.get(order.id);
    if (file === undefined) return;
    switch (order.kind) {
      case 'update':
        file.hash.update(new Uint8Array(file.memory, order.offset, order.length));
        port.postMessage({ id: order.id } satisfies HashAnswer);
        return;
      case 'digest':
        files.delete(order.id);
        port.postMessage({ id: order.id, sha256: file.hash.digest('hex') } satisfies HashAnswer);
        return;
      case 'drop':
        files.delete(order.id);
    }
  });
}

if (!isMainThread && parentPort !== null && workerData === hashThreadName) answerOrders(parentPort);

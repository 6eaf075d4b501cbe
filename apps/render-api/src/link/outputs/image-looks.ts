import { Worker } from 'node:worker_threads';
import { domainError } from '@renderonline/domain';
import { createWorkQueue } from '../../authentication/work-queue.ts';
import { imageThreadName, type ImageAnswer, type ImageOrder } from './image-thread.ts';

/** Looks into images, on a thread of their own: one of a few megabytes takes some 25 ms. */
export interface ImageLooks {
  /**
   * @returns what is wrong with the image, as a sentence; undefined when it is whole, or no image that we know
   * @throws DomainError 'too-busy'; Error when it could not be looked into
   */
  readonly faultOf: (path: string) => Promise<string | undefined>;
  close(): Promise<void>;
}

/** Images looked into at once, and how many may wait for it. */
const limits = { concurrency: 2, maxWaiting: 1000 };

interface Waiting {
  resolve(answer: ImageAnswer): void;
  reject(error: Error): void;
}

export function createImageLooks(): ImageLooks {
  const queue = createWorkQueue({
    ...limits,
    onFull: () => domainError('too-busy', 'Too many outputs arrive at once.'),
  });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  /** Started with the first image. */
  let thread: Worker | undefined;

  function startThread(): Worker {
    const worker = new Worker(new URL('./image-thread.ts', import.meta.url), {
      workerData: imageThreadName,
      name: imageThreadName,
    });
    worker.unref();
    worker.on('message', (answer: ImageAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    const end = (error: Error): void => {
      if (thread === worker) thread = undefined;
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => {
      end(new Error('The thread that looks into images ended'));
    });
    return worker;
  }

  function ask(path: string): Promise<ImageAnswer> {
    thread ??= startThread();
    const order: ImageOrder = { id: nextId, path };
    nextId += 1;
    return new Promise((resolve, reject) => {
      waiting.set(order.id, { resolve, reject });
      thread?.postMessage(order);
    });
  }

  return {
    async faultOf(path) {
      const { fault, failure } = await queue.run(() => ask(path));
      if (failure !== null) throw new Error(`An output could not be looked into: ${failure}`);
      return fault ?? undefined;
    },
    async close() {
      await thread?.terminate();
    },
  };
}

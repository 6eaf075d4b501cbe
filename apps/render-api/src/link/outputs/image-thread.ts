import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { imageFault } from '@renderonline/engines';

/** A file to look into. */
export interface ImageOrder {
  readonly id: number;
  readonly path: string;
}

export interface ImageAnswer {
  readonly id: number;
  /** What is wrong with the image; null when it is whole, or no image. */
  readonly fault: string | null;
  /** Why it could not be looked into. */
  readonly failure: string | null;
}

/** Marks a worker as this thread, so that importing the file elsewhere starts nothing. */
export const imageThreadName = 'renderonline-images';

if (!isMainThread && parentPort !== null && workerData === imageThreadName) {
  const port = parentPort;
  port.on('message', ({ id, path }: ImageOrder) => {
    imageFault(path).then(
      ({ fault }) => {
        port.postMessage({ id, fault, failure: null } satisfies ImageAnswer);
      },
      (error: unknown) => {
        port.postMessage({ id, fault: null, failure: String(error) } satisfies ImageAnswer);
      },
    );
  });
}

import { bundleLimits } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';

/** All of a bundle is sent again when it breaks, and is in memory while it is sent. */
const bundleBytes = 4 * 1024 * 1024;
const bundleFiles = 500;
/** What somebody between us and RenderAPI may say who takes only smaller requests, or one that knows no bundles. */
const otherwiseStatuses: ReadonlySet<number> = new Set([404, 405, 413, 415]);

interface Waiting {
  readonly size: number;
  /** RenderAPI may have it already: it is asked before anything is sent. */
  readonly asksFirst: boolean;
}

/**
 * Takes the files that are uploaded together next off the beginning of a queue: several small ones, or one.
 *
 * @returns none when the queue is empty
 */
export function takeTogether<File extends Waiting>(queue: File[]): readonly File[] {
  let bytes = 0;
  let files = 0;
  for (const file of queue) {
    bytes += file.size;
    if (!isSmall(file) || files === bundleFiles || bytes > bundleBytes) break;
    files += 1;
  }
  return queue.splice(0, Math.max(files, 1));
}

function isSmall({ size, asksFirst }: Waiting): boolean {
  return size <= bundleLimits.contentBytes && !asksFirst;
}

/** Whether what a bundle was refused with leaves it to be sent file by file. */
export function sendsOtherwise(error: unknown): boolean {
  return error instanceof ApiError && otherwiseStatuses.has(error.status);
}

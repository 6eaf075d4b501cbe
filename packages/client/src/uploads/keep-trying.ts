import { ApiError, errorOfFailure } from '../errors/api-error.ts';
import { pause } from '../events/pause.ts';
import { firstRetryMs, nextRetryMs } from '../events/retry-delay.ts';
import { ProjectChanged } from './project-changed.ts';
import type { UploadMemory } from './upload-memory.ts';

/** A file that cannot be read: no fault of the connection, so no reason to try again. */
export class LocalFileError extends Error {}

/** How to upload one content by tus 1.0.0. */
export interface UploadSteps {
  /** @returns the address at which to go on; undefined when RenderAPI has all of it */
  readonly begin: () => Promise<string | undefined>;
  /** Sends what is missing there. @param told how many bytes RenderAPI has or has been sent */
  readonly goOn: (address: string, told: (bytes: number) => void) => Promise<void>;
}

export interface Patience {
  readonly memory: UploadMemory | undefined;
  readonly signal: AbortSignal | undefined;
  /** How long RenderAPI may be away. */
  readonly absenceLimitMs: number;
}

/**
 * Begins an upload, or goes on with one that is remembered, until RenderAPI has all of it, however often the connection
 * breaks.
 *
 * @param onSent how many of its bytes RenderAPI has or has been sent; may go back after a break
 * @throws ApiError when it is refused, or RenderAPI is away for too long; ProjectChanged; the signal's reason; what a
 *   LocalFileError was caused by
 */
export async function keepTrying(
  { sha256, size }: { readonly sha256: string; readonly size: number },
  { begin, goOn }: UploadSteps,
  { memory, signal, absenceLimitMs, baseUrl }: Patience & { readonly baseUrl: string },
  onSent: (bytes: number) => void,
): Promise<void> {
  let address = memory?.find(sha256);
  let waitMs = firstRetryMs;
  let awaySinceMs: number | undefined;
  let furthest = 0;
  const told = (bytes: number) => {
    if (bytes > furthest) [furthest, awaySinceMs, waitMs] = [bytes, undefined, firstRetryMs];
    onSent(bytes);
  };
  for (;;) {
    signal?.throwIfAborted();
    try {
      address ??= await begin();
      if (address !== undefined) {
        memory?.keep(sha256, address);
        await goOn(address, told);
      }
      memory?.forget(sha256);
      onSent(size);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof LocalFileError) throw error.cause;
      if (isOver(error)) {
        // It was begun too long ago, or by somebody else.
        memory?.forget(sha256);
        if (address === undefined) throw error;
        address = undefined;
      } else if (!isPassing(error)) throw error;
      awaySinceMs ??= performance.now();
      const awayMs = performance.now() - awaySinceMs;
      if (awayMs > absenceLimitMs) throw error instanceof ApiError ? error : errorOfFailure(baseUrl, error);
      await pause(waitMs, signal);
      waitMs = nextRetryMs(waitMs, awayMs);
    }
  }
}

function isOver(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410);
}

/**
 * No answer, or one that says to come again. 423: that the last request broke has not been noticed yet. 409: we were
 * wrong about how much is there.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return [0, 408, 409, 423, 425, 429, 502, 503, 504].includes(error.status);
  return !(error instanceof ProjectChanged);
}

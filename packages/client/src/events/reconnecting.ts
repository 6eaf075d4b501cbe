import { isRefusal } from '../errors/api-error.ts';
import { pause } from './pause.ts';
import { firstRetryMs, nextRetryMs } from './retry-delay.ts';

export interface ReconnectOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long RenderAPI may be away before listening fails. Default 300,000. */
  readonly absenceLimitMs?: number;
  /** RenderAPI is away, and is tried again from now on: called once for each absence. */
  readonly onAbsence?: () => void;
  /** It is there again, after `onAbsence`. */
  readonly onReturn?: () => void;
}

/**
 * What streams give, one after the other: one that breaks is opened again, until the signal.
 *
 * @param open opens one; it calls what it is given for every piece that arrives
 * @throws ApiError when RenderAPI refuses, or is away for too long
 */
export async function* reconnecting<Item>(
  open: (onActivity: () => void) => AsyncIterable<Item>,
  { signal, absenceLimitMs = 300_000, onAbsence, onReturn }: ReconnectOptions,
): AsyncGenerator<Item> {
  let retryMs = firstRetryMs;
  let lastHeardMs = performance.now();
  let isAway = false;
  while (signal?.aborted !== true) {
    try {
      yield* open(() => {
        retryMs = firstRetryMs;
        lastHeardMs = performance.now();
        if (isAway) onReturn?.();
        isAway = false;
      });
    } catch (error) {
      if (isRefusal(error) || performance.now() - lastHeardMs > absenceLimitMs) throw error;
    }
    if (isAborted(signal)) return;
    if (!isAway) onAbsence?.();
    isAway = true;
    await pause(retryMs, signal);
    retryMs = nextRetryMs(retryMs, performance.now() - lastHeardMs);
  }
}

/** A function, because the signal changes behind the type checker's back. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

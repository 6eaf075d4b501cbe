/** Waits for changes of something, as they are told. */
export interface ChangeWatch {
  told(): void;
  /**
   * Waits until told since the last time, for `limitMs` at most, and at least for `gapMs`; not at all once the
   * signal is aborted.
   */
  untilChanged(): Promise<void>;
}

export interface ChangeWatchLimits {
  readonly gapMs: number;
  readonly limitMs: number;
}

export function createChangeWatch({ gapMs, limitMs }: ChangeWatchLimits, signal: AbortSignal): ChangeWatch {
  let isTold = false;
  let wake: (() => void) | undefined;

  function sleep(ms: number, isWakable: boolean): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wake = undefined;
        resolve();
      }
      signal.addEventListener('abort', done);
      if (isWakable) wake = done;
    });
  }

  return {
    told() {
      isTold = true;
      wake?.();
    },
    async untilChanged() {
      await sleep(gapMs, false);
      if (!isTold) await sleep(limitMs, true);
      isTold = false;
    },
  };
}

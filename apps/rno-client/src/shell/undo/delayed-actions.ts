/** Actions that wait a moment before they happen, so that they can be taken back. */
export interface DelayedActions {
  /**
   * Does it after `undoMs`, or at once when the page is left.
   *
   * @param run must be quick to send: the page may be closing
   * @returns takes it back, when it is not too late
   */
  later(run: () => void, undoMs: number): () => void;
  /** Does everything that waits, now. */
  flush(): void;
}

/** @param timers stands in for the platform's */
export function createDelayedActions(
  timers: {
    readonly set: (run: () => void, ms: number) => unknown;
    readonly clear: (timer: unknown) => void;
  } = {
    set: (run, ms) => setTimeout(run, ms),
    clear: (timer) => {
      clearTimeout(timer as ReturnType<typeof setTimeout>);
    },
  },
): DelayedActions {
  const waiting = new Map<() => void, unknown>();
  return {
    later(run, undoMs) {
      const once = (): void => {
        if (waiting.delete(once)) run();
      };
      waiting.set(once, timers.set(once, undoMs));
      return () => {
        timers.clear(waiting.get(once));
        waiting.delete(once);
      };
    },
    flush() {
      for (const [once, timer] of waiting) {
        timers.clear(timer);
        once();
      }
    },
  };
}

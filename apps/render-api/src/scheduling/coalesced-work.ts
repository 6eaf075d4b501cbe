/** Work that is asked for often and done once at a time. */
export interface CoalescedWork {
  /** Has it done soon; asked for while it runs, it runs once more afterwards. Never throws. */
  readonly request: () => void;
  /** Resolves when nothing of it runs or waits. */
  idle(): Promise<void>;
}

/** @param onError told what `work` threw; the next request runs it again */
export function coalesceWork(work: () => Promise<void>, onError: (error: unknown) => void): CoalescedWork {
  let isWanted = false;
  let running: Promise<void> | undefined;

  async function runWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      try {
        await work();
      } catch (error) {
        onError(error);
      }
    }
    running = undefined;
  }

  return {
    request() {
      isWanted = true;
      running ??= runWhileWanted();
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}

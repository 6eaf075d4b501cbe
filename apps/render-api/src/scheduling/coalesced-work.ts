/** Work that is asked for often and done once at a time. */
export interface CoalescedWork {
  /** Has it done soon; asked for while it runs, it runs once more afterwards. Never throws. */
  readonly request: () => void;
  /** Resolves when what was asked for until now is done, or failed, even if more is asked for all the time. */
  done(): Promise<void>;
  /** Resolves when nothing of it runs or waits: never, as long as somebody goes on asking. */
  idle(): Promise<void>;
}

/** @param onError told what `work` threw; the next request runs it again */
export function coalesceWork(work: () => Promise<void>, onError: (error: unknown) => void): CoalescedWork {
  let isWanted = false;
  let running: Promise<void> | undefined;
  /** The run that is under way, and the one after it. */
  let current: Promise<unknown> = Promise.resolve();
  let next = Promise.withResolvers<undefined>();

  async function runWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      const { promise, resolve } = next;
      current = promise;
      next = Promise.withResolvers();
      try {
        await work();
      } catch (error) {
        onError(error);
      }
      resolve(undefined);
    }
    running = undefined;
  }

  return {
    request() {
      isWanted = true;
      running ??= runWhileWanted();
    },
    async done() {
      await (isWanted ? next.promise : current);
    },
    async idle() {
      while (running !== undefined) await running;
    },
  };
}

/** Runs a few pieces of work at a time; the others wait in order, up to a number. */
export interface WorkQueue {
  /** @throws whatever `onFull` makes when too many wait already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface WorkQueueOptions {
  readonly concurrency: number;
  readonly maxWaiting: number;
  readonly onFull: () => Error;
}

export function createWorkQueue({ concurrency, maxWaiting, onFull }: WorkQueueOptions): WorkQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function takeTurn(): Promise<void> {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw onFull();
    // The turn is handed over without `running` going down in between, so that nobody overtakes.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function endTurn(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work) {
      await takeTurn();
      try {
        return await work();
      } finally {
        endTurn();
      }
    },
  };
}

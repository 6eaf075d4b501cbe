import type { FramePublisher, PublishedFrame } from '../../machines/frame-publisher.ts';

/** Outputs in a test's hand. */
export interface FakePublisher extends FramePublisher {
  readonly published: PublishedFrame[];
  readonly discarded: { readonly leaseId: number; readonly frame?: number }[];
  /** The leases that `recover` was told live; one entry for each term. */
  readonly recovered: ReadonlySet<number>[];
  /** What the next looks at outputs find; nothing wrong when there is none. */
  findWith(...faults: (string | undefined | Promise<string | undefined>)[]): void;
  /** Recovering takes until this is settled. */
  recoverAfter(wait: Promise<void>): void;
  /** The next publishing fails with this. */
  failWith(error: Error): void;
}

export function createFakePublisher(): FakePublisher {
  const faults: (string | undefined | Promise<string | undefined>)[] = [];
  const errors: Error[] = [];
  const published: PublishedFrame[] = [];
  const discarded: { readonly leaseId: number; readonly frame?: number }[] = [];
  const recovered: ReadonlySet<number>[] = [];
  let recovering = Promise.resolve();
  return {
    published,
    discarded,
    recovered,
    findWith: (...found) => void faults.push(...found),
    recoverAfter(wait) {
      recovering = wait;
    },
    failWith: (error) => void errors.push(error),
    verify: async () => faults.shift(),
    async publish(frame) {
      await Promise.resolve();
      const error = errors.shift();
      if (error !== undefined) throw error;
      published.push(frame);
    },
    discard: async (what) => void discarded.push(what),
    settled: () => Promise.resolve(),
    async recover(live) {
      recovered.push(live);
      await recovering;
    },
  };
}

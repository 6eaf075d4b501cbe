export interface CostlyOptions {
  readonly monotonicMs: () => number;
  /** What takes less, in ms, is done anew for everybody. */
  readonly cheapMs?: number;
  /** For so many times as long as it took a result is good. */
  readonly times?: number;
  /** But not longer, in ms. */
  readonly mostMs?: number;
}

/**
 * Does something that many may ask for, once for those who ask meanwhile, and again only after a multiple of the time
 * that it takes: however often it is asked for, it is a small part of what the program does. What fails is not kept.
 */
export function rememberCostly<Result>(
  work: () => Promise<Result>,
  { monotonicMs, cheapMs = 100, times = 10, mostMs = 30_000 }: CostlyOptions,
): () => Promise<Result> {
  let latest: Promise<Result> | undefined;
  let goodUntilMs = Infinity;

  async function begin(): Promise<Result> {
    const begunMs = monotonicMs();
    goodUntilMs = Infinity;
    try {
      const result = await work();
      const tookMs = monotonicMs() - begunMs;
      goodUntilMs = tookMs < cheapMs ? -Infinity : monotonicMs() + Math.min(times * tookMs, mostMs);
      return result;
    } catch (error) {
      goodUntilMs = -Infinity;
      throw error;
    }
  }

  return () => {
    if (latest === undefined || monotonicMs() >= goodUntilMs) latest = begin();
    return latest;
  };
}

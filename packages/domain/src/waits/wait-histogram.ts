/** How many tasks waited for how long: `fromMs` belongs to it, `toMs` does not. */
export interface WaitCount {
  readonly fromMs: number;
  readonly toMs: number;
  readonly tasks: number;
}

const firstBoundMs = 100;
const stepsPerDoubling = 4;
const doublings = 27;

/**
 * Where the intervals of waiting end that tasks are counted in: 100 ms, and from there on each 19 % later than the one before
 * (four to a doubling), up to 155 days. What waited for longer is counted in the last one. The database holds their positions:
 * they never change.
 */
export const waitBoundsMs: readonly number[] = Array.from(
  { length: doublings * stepsPerDoubling + 1 },
  (_, at) => Math.round(firstBoundMs * 2 ** (at / stepsPerDoubling)),
);

/** The position of the interval that a wait is counted in; one that is no time at all is counted in the first. */
export function waitIntervalOf(waitedMs: number): number {
  const at = waitBoundsMs.findIndex((boundMs) => waitedMs < boundMs);
  return at === -1 ? waitBoundsMs.length - 1 : at;
}

/** The interval at a position, with the tasks that were counted in it. */
export function waitCount(interval: number, tasks: number): WaitCount {
  const toMs = waitBoundsMs[interval];
  if (toMs === undefined) throw new Error(`There is no interval ${interval} of waiting.`);
  return { fromMs: interval === 0 ? 0 : (waitBoundsMs[interval - 1] ?? 0), toMs, tasks };
}

/** Counts of several times, users or engines, added up, the shortest waits first. */
export function mergeWaits(counts: Iterable<WaitCount>): WaitCount[] {
  const merged = new Map<number, WaitCount>();
  for (const { fromMs, toMs, tasks } of counts) {
    merged.set(fromMs, { fromMs, toMs, tasks: tasks + (merged.get(fromMs)?.tasks ?? 0) });
  }
  return [...merged.values()].sort((a, b) => a.fromMs - b.fromMs);
}

/**
 * How long the task waited, about, that waited longer than `share` of all: the middle of its interval as ratios go, which is
 * within 9.1 % of the truth from 100 ms to 155 days, and within 50 ms below.
 *
 * @param share above 0, at most 1: 0.5 for the median, 0.95 for what only one in twenty waited longer than
 * @returns null of no tasks
 */
export function waitQuantileMs(counts: Iterable<WaitCount>, share: number): number | null {
  const merged = mergeWaits(counts);
  const total = merged.reduce((sum, { tasks }) => sum + tasks, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const { fromMs, toMs, tasks } of merged) {
    left -= tasks;
    if (left <= 0) return Math.round(fromMs === 0 ? toMs / 2 : Math.sqrt(fromMs * toMs));
  }
  return null;
}

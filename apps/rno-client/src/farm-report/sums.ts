import type { StatisticsEntry } from '@renderonline/contract';
import { bucketMs, type Stretch } from './report-range.ts';

/** What happened within some time, added up. */
export interface Sums {
  readonly framesDone: number;
  readonly machineMs: number;
  readonly failedAttempts: number;
  readonly tasksEnded: number;
  readonly tasksFailed: number;
  /** The mean from queueing to the first start, of tasks that ended; null where none had been started. */
  readonly meanWaitingMs: number | null;
}

/** Adds up entries of any times, users and engines. */
export function sumOf(entries: readonly StatisticsEntry[]): Sums {
  const sum = (value: (entry: StatisticsEntry) => number): number =>
    entries.reduce((total, entry) => total + value(entry), 0);
  const started = sum(({ tasksStarted }) => tasksStarted);
  return {
    framesDone: sum(({ framesDone }) => framesDone),
    machineMs: sum(({ machineMs }) => machineMs),
    failedAttempts: sum(({ failedAttempts }) => failedAttempts),
    tasksEnded: sum((entry) => entry.tasksSucceeded + entry.tasksFailed + entry.tasksCanceled),
    tasksFailed: sum(({ tasksFailed }) => tasksFailed),
    meanWaitingMs: started === 0 ? null : sum(({ waitingMs }) => waitingMs) / started,
  };
}

/** The sums of every hour or day of a stretch of time, of those too in which nothing ended. */
export function sumsByTime(
  entries: readonly StatisticsEntry[],
  { fromMs, toMs, bucket }: Stretch,
): (Sums & { readonly startMs: number })[] {
  const byTime = Map.groupBy(entries, (entry) => Date.parse(entry.bucket));
  const count = Math.round((toMs - fromMs) / bucketMs[bucket]);
  return Array.from({ length: count }, (_, index) => {
    const startMs = fromMs + index * bucketMs[bucket];
    return { startMs, ...sumOf(byTime.get(startMs) ?? []) };
  });
}

/** The sums of each user or engine, those with most machine time first. */
export function sumsBy(
  entries: readonly StatisticsEntry[],
  key: 'userId' | 'engineId',
): (Sums & { readonly id: number })[] {
  return [...Map.groupBy(entries, (entry) => entry[key])]
    .map(([id, of]) => ({ id, ...sumOf(of) }))
    .sort((a, b) => b.machineMs - a.machineMs || a.id - b.id);
}

import type { StatisticsEntry } from '@renderonline/contract';
import { waitQuantileMs } from '@renderonline/domain';
import { placeIn, type Stretch } from './report-range.ts';

/** What happened within some time, added up. */
export interface Sums {
  readonly framesDone: number;
  readonly machineMs: number;
  readonly failedAttempts: number;
  readonly tasksEnded: number;
  readonly tasksFailed: number;
  /** How long half of the tasks that began waited at most, and 95 of a hundred; null where none began. */
  readonly halfWaitedMs: number | null;
  readonly mostWaitedMs: number | null;
}

/** Adds up entries of any times, users and engines. */
export function sumOf(entries: readonly StatisticsEntry[]): Sums {
  const sum = (value: (entry: StatisticsEntry) => number): number =>
    entries.reduce((total, entry) => total + value(entry), 0);
  const waits = entries.flatMap((entry) => entry.waits);
  return {
    framesDone: sum(({ framesDone }) => framesDone),
    machineMs: sum(({ machineMs }) => machineMs),
    failedAttempts: sum(({ failedAttempts }) => failedAttempts),
    tasksEnded: sum((entry) => entry.tasksSucceeded + entry.tasksFailed + entry.tasksCanceled),
    tasksFailed: sum(({ tasksFailed }) => tasksFailed),
    halfWaitedMs: waitQuantileMs(waits, 0.5),
    mostWaitedMs: waitQuantileMs(waits, 0.95),
  };
}

/** The sums of every hour or day of a stretch of time, of those too in which nothing happened. */
export function sumsByTime(
  entries: readonly StatisticsEntry[],
  stretch: Stretch,
): (Sums & { readonly startMs: number })[] {
  const byPlace = Map.groupBy(entries, ({ bucket }) => placeIn(stretch, bucket));
  return stretch.startsMs.map((startMs, place) => ({ startMs, ...sumOf(byPlace.get(place) ?? []) }));
}

/** The sums of each user or engine, those with most machine time first. */
export function sumsBy(
  entries: readonly StatisticsEntry[],
  key: 'userId' | 'engineId',
): (Sums & { readonly id: number })[] {
  return [...Map.groupBy(entries, (entry) => entry[key] ?? 0)]
    .map(([id, of]) => ({ id, ...sumOf(of) }))
    .sort((a, b) => b.machineMs - a.machineMs || a.id - b.id);
}

import type { FarmLoadEntry } from '@renderonline/contract';
import { placeIn, type Stretch } from './report-range.ts';

/** How busy the farm was within some time, and what waited; null where nobody looked, or no machine was there. */
export interface LoadFigures {
  /** What was used of the machines' time, by whom and what is asked for, and by everybody. */
  readonly usedFraction: number | null;
  readonly usedByAllFraction: number | null;
  /** Frames that waited, on average and at most. */
  readonly meanWaiting: number | null;
  readonly maxWaiting: number | null;
}

/** Adds up the load of any times. */
export function loadOf(entries: readonly FarmLoadEntry[]): LoadFigures {
  const sum = (value: (entry: FarmLoadEntry) => number): number =>
    entries.reduce((total, entry) => total + value(entry), 0);
  const [slotMs, observedMs] = [sum((entry) => entry.onlineSlotMs), sum((entry) => entry.observedMs)];
  const ofSlots = (busyMs: number): number | null => (slotMs === 0 ? null : busyMs / slotMs);
  return {
    usedFraction: ofSlots(sum(({ asked }) => asked.busySlotMs)),
    usedByAllFraction: ofSlots(sum(({ all }) => all.busySlotMs)),
    meanWaiting:
      observedMs === 0 ? null : sum((entry) => entry.asked.meanWaitingFrames * entry.observedMs) / observedMs,
    maxWaiting: observedMs === 0 ? null : Math.max(...entries.map(({ asked }) => asked.maxWaitingFrames)),
  };
}

/** The load of every hour or day of a stretch of time. */
export function loadByTime(entries: readonly FarmLoadEntry[], stretch: Stretch): LoadFigures[] {
  const byPlace = Map.groupBy(entries, ({ bucket }) => placeIn(stretch, bucket));
  return stretch.startsMs.map((_, place) => loadOf(byPlace.get(place) ?? []));
}

import type { LoadFigures } from '../load.ts';
import type { Sums } from '../sums.ts';

/** One hour or day. */
export type Moment = Sums & LoadFigures & { readonly startMs: number };

export interface Line {
  readonly name: 'asked' | 'all' | 'mean' | 'most' | 'half' | 'nineteen';
  readonly value: (moment: Moment) => number | null;
}

/** What is drawn over time: columns, of which the first stand behind the last. */
export interface Measure {
  readonly name: 'usage' | 'queue' | 'frames' | 'waiting' | 'machineTime' | 'failures';
  readonly unit: 'percent' | 'count' | 'duration';
  /** The name of a CSS variable. */
  readonly colour: string;
  readonly lines: readonly Line[];
}

/** @param isPart whether it is asked for one user or engine, or only one's own is seen */
export function measuresOf(isPart: boolean): Measure[] {
  const usage: Line[] = [{ name: 'asked', value: ({ usedFraction }) => usedFraction }];
  if (isPart) usage.unshift({ name: 'all', value: ({ usedByAllFraction }) => usedByAllFraction });
  const one = (value: Line['value']): Line[] => [{ name: 'asked', value }];
  return [
    { name: 'usage', unit: 'percent', colour: '--state-succeeded', lines: usage },
    {
      ...{ name: 'queue', unit: 'count', colour: '--state-paused' },
      lines: [
        { name: 'most', value: ({ maxWaiting }) => maxWaiting },
        { name: 'mean', value: ({ meanWaiting }) => meanWaiting },
      ],
    },
    {
      ...{ name: 'frames', unit: 'count', colour: '--state-running' },
      lines: one(({ framesDone }) => framesDone),
    },
    {
      ...{ name: 'waiting', unit: 'duration', colour: '--state-paused' },
      lines: [
        { name: 'nineteen', value: ({ mostWaitedMs }) => mostWaitedMs },
        { name: 'half', value: ({ halfWaitedMs }) => halfWaitedMs },
      ],
    },
    {
      ...{ name: 'machineTime', unit: 'duration', colour: '--state-running' },
      lines: one(({ machineMs }) => machineMs),
    },
    {
      ...{ name: 'failures', unit: 'count', colour: '--state-failed' },
      lines: one(({ failedAttempts }) => failedAttempts),
    },
  ];
}

import type { Measure } from './measures.ts';

/** 1, 2, 5, 10, … */
const wholeSteps = Array.from(
  { length: 36 },
  (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3),
);
const [secondMs, minuteMs, hourMs, dayMs] = [1000, 60_000, 3_600_000, 86_400_000];
/** As people count time. */
const timeSteps = [
  ...[100, 200, 500, secondMs, 2 * secondMs, 5 * secondMs, 10 * secondMs, 30 * secondMs],
  ...[minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs, 30 * minuteMs],
  ...[
    hourMs,
    2 * hourMs,
    6 * hourMs,
    12 * hourMs,
    dayMs,
    2 * dayMs,
    5 * dayMs,
    10 * dayMs,
    50 * dayMs,
    100 * dayMs,
  ],
];

/** What an axis may count in: neither frames nor milliseconds come in parts. */
export const axisSteps: Readonly<Record<Measure['unit'], number[]>> = {
  percent: [0.25],
  count: wholeSteps,
  duration: timeSteps,
};

/** As many of the moments as there is room for their names: midnights of many hours, every so many of few. */
export function labelledMoments(
  timesMs: readonly number[],
  room: { readonly width: number; readonly labelWidth: number },
): number[] {
  const hasDays = timesMs.length > 48;
  const candidates = hasDays ? timesMs.filter((ms) => new Date(ms).getHours() === 0) : timesMs;
  const every = Math.max(1, Math.ceil((candidates.length * room.labelWidth) / Math.max(1, room.width)));
  return candidates.filter((_, index) => index % every === 0);
}

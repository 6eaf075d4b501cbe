import type { FrameCell } from '../../film/frame-table.ts';

interface FrameTime {
  readonly frame: number;
  readonly ms: number;
}

/** How long frames took, of those of which it is known. */
export interface FrameTimes {
  readonly frames: number[];
  readonly seconds: number[];
  readonly fastest: FrameTime;
  readonly slowest: FrameTime;
  readonly medianMs: number;
}

/** @returns undefined when no time is known yet */
export function frameTimesOf(
  numbers: readonly number[],
  cells: ReadonlyMap<number, FrameCell>,
): FrameTimes | undefined {
  const times: FrameTime[] = [];
  for (const frame of numbers) {
    const cell = cells.get(frame);
    if (cell?.state === 'done' && cell.renderMs !== null) times.push({ frame, ms: cell.renderMs });
  }
  const sorted = times.toSorted((a, b) => a.ms - b.ms);
  const [fastest, slowest] = [sorted[0], sorted.at(-1)];
  if (fastest === undefined || slowest === undefined) return undefined;
  return {
    frames: times.map(({ frame }) => frame),
    seconds: times.map(({ ms }) => ms / 1000),
    ...{ fastest, slowest },
    medianMs: sorted[sorted.length >> 1]?.ms ?? 0,
  };
}

import type { FrameRange } from '../frames/frame-range.ts';

/**
 * The frames of the ranges (sorted, merged), each once, so that few of them show much: first, last, middle, then the
 * middles of the gaps, and so on. Takes constant memory beside one number a range, and constant time a frame.
 */
export function* sparseOrder(ranges: readonly FrameRange[]): Generator<number, void, void> {
  const frameAt = frameSelector(ranges);
  const count = frameAt.count;
  if (count === 0) return;
  yield frameAt(0);
  if (count > 1) yield frameAt(count - 1);
  const last = count - 1;
  for (let parts = 2; parts / 2 < last; parts *= 2) {
    for (let part = 1; part < parts; part += 2) {
      const index = Math.floor((part * last) / parts);
      // What an earlier level already had: at the finest levels neighbours fall onto each other.
      if (isOnLevel(index, last, parts / 2)) continue;
      if (part > 1 && index === Math.floor(((part - 2) * last) / parts)) continue;
      yield frameAt(index);
    }
  }
}

/** Whether one of the points that cut the set into so many parts falls on the index. */
function isOnLevel(index: number, last: number, parts: number): boolean {
  return Math.floor((Math.ceil((index * parts) / last) * last) / parts) === index;
}

/** Finds the n-th frame of a set, counted from 0. */
function frameSelector(ranges: readonly FrameRange[]): ((index: number) => number) & { count: number } {
  const starts: number[] = [];
  let count = 0;
  for (const { first, last } of ranges) {
    starts.push(count);
    count += last - first + 1;
  }
  const select = (index: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return (ranges[low]?.first ?? 0) + index - (starts[low] ?? 0);
  };
  return Object.assign(select, { count });
}

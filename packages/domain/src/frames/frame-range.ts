/** Frames from `first` to `last`, both included. Whole numbers, `first ≤ last`; negative ones are fine. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

/** What the frame of an engine without frames is called: every task has at least one. */
export const singleFrame: FrameRange = { first: 1, last: 1 };

/** The fewest ranges that hold exactly these frames: sorted, merged, each frame once. */
export function rangesOf(frames: Iterable<number>): FrameRange[] {
  return mergeRanges(Array.from(frames, (frame) => ({ first: frame, last: frame })));
}

/** The fewest ranges that hold the same frames as these, which may overlap and come in any order. */
export function mergeRanges(ranges: Iterable<FrameRange>): FrameRange[] {
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous.last + 1) {
      previous.last = Math.max(previous.last, last);
    } else {
      merged.push({ first, last });
    }
  }
  return merged;
}

/** How many frames the ranges hold together. They must not overlap (as `rangesOf` makes them). */
export function countFrames(ranges: readonly FrameRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + (last - first + 1), 0);
}

/** The frames of the ranges one after another, in the order of the ranges. */
export function* framesIn(ranges: Iterable<FrameRange>): Generator<number, void, void> {
  for (const { first, last } of ranges) {
    for (let frame = first; frame <= last; frame += 1) yield frame;
  }
}

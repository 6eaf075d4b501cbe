import type { FrameRange } from '../../frames/frame-range.ts';
import { sparseOrder } from '../sparse-order.ts';
import { RangeSet } from './range-set.ts';

/** Frames that wait for their first attempt, in the order in which they are wanted. */
export interface FrameSource {
  readonly count: number;
  /** Up to so many frames in a row. */
  take(maxFrames: number): FrameRange | undefined;
  /** Frames come back: they are next. */
  giveBack(frames: FrameRange): void;
  /** These are somebody's already. */
  leaveOut(frames: FrameRange): void;
}

export function createFrameSource(ranges: readonly FrameRange[], order: 'ascending' | 'sparse'): FrameSource {
  return order === 'sparse' ? sparseSource(ranges) : ascendingSource(ranges);
}

function ascendingSource(ranges: readonly FrameRange[]): FrameSource {
  const waiting = new RangeSet(ranges);
  return {
    get count() {
      return waiting.count;
    },
    take: (maxFrames) => waiting.takeFirst(maxFrames),
    giveBack: (frames) => {
      waiting.add(frames);
    },
    leaveOut: (frames) => {
      waiting.remove(frames);
    },
  };
}

/** One frame at a time: neighbours say less about a shot than frames far apart. */
function sparseSource(ranges: readonly FrameRange[]): FrameSource {
  const all = new RangeSet(ranges);
  const order = sparseOrder(all.ranges());
  const returned = new RangeSet();
  const leftOut = new RangeSet();
  let notYetDrawn = all.count;
  const draw = (): FrameRange | undefined => {
    for (let next = order.next(); !next.done; next = order.next()) {
      const frame = next.value;
      if (leftOut.has(frame)) continue;
      notYetDrawn -= 1;
      return { first: frame, last: frame };
    }
    return undefined;
  };
  return {
    get count() {
      return returned.count + notYetDrawn;
    },
    take: () => returned.takeFirst(1) ?? draw(),
    giveBack: (frames) => {
      returned.add(frames);
    },
    leaveOut: (frames) => {
      // Only before the first one is drawn: afterwards nobody knows which are still to come.
      for (let frame = frames.first; frame <= frames.last; frame += 1) {
        if (!all.has(frame) || leftOut.has(frame)) continue;
        leftOut.add({ first: frame, last: frame });
        notYetDrawn -= 1;
      }
    },
  };
}

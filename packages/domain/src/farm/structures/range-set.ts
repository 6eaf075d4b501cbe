import { mergeRanges } from '../../frames/frame-range.ts';
import type { FrameRange } from '../../frames/frame-range.ts';

/** A set of frames as sorted, merged ranges: its size in memory and time is that of the ranges, not the frames. */
export class RangeSet {
  #ranges: FrameRange[];
  /** Ranges before this one are used up; they are dropped many at a time. */
  #head = 0;
  #count = 0;

  constructor(ranges: Iterable<FrameRange> = []) {
    this.#ranges = mergeRanges(ranges);
    for (const { first, last } of this.#ranges) this.#count += last - first + 1;
  }

  /** Frames in the set. */
  get count(): number {
    return this.#count;
  }

  ranges(): readonly FrameRange[] {
    return this.#ranges.slice(this.#head);
  }

  firstRange(): FrameRange | undefined {
    return this.#ranges[this.#head];
  }

  has(frame: number): boolean {
    const range = this.#ranges[this.#indexFor(frame)];
    return range !== undefined && range.first <= frame;
  }

  /** Takes up to so many frames from the beginning of the first range. */
  takeFirst(maxFrames: number): FrameRange | undefined {
    const range = this.firstRange();
    if (range === undefined) return undefined;
    const last = Math.min(range.last, range.first + maxFrames - 1);
    if (last === range.last) this.#head += 1;
    else this.#ranges[this.#head] = { first: last + 1, last: range.last };
    if (this.#head > 1000) this.#dropUsed();
    this.#count -= last - range.first + 1;
    return last === range.last ? range : { first: range.first, last };
  }

  add(added: FrameRange): void {
    // Neighbours merge too, so one frame more on both sides is looked at.
    const from = this.#indexFor(added.first - 1);
    let { first, last } = added;
    let to = from;
    for (
      let range = this.#ranges[to];
      range !== undefined && range.first <= last + 1;
      range = this.#ranges[to]
    ) {
      first = Math.min(first, range.first);
      last = Math.max(last, range.last);
      this.#count -= range.last - range.first + 1;
      to += 1;
    }
    this.#count += last - first + 1;
    this.#ranges.splice(from, to - from, { first, last });
  }

  remove(removed: FrameRange): void {
    const from = this.#indexFor(removed.first);
    const kept: FrameRange[] = [];
    let to = from;
    for (
      let range = this.#ranges[to];
      range !== undefined && range.first <= removed.last;
      range = this.#ranges[to]
    ) {
      this.#count -= Math.min(range.last, removed.last) - Math.max(range.first, removed.first) + 1;
      if (range.first < removed.first) kept.push({ first: range.first, last: removed.first - 1 });
      if (range.last > removed.last) kept.push({ first: removed.last + 1, last: range.last });
      to += 1;
    }
    if (to > from) this.#ranges.splice(from, to - from, ...kept);
  }

  /** Index of the first range that ends at the frame or after it. */
  #indexFor(frame: number): number {
    let low = this.#head;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.last ?? 0) < frame) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #dropUsed(): void {
    this.#ranges = this.#ranges.slice(this.#head);
    this.#head = 0;
  }
}

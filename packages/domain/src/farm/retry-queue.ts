import type { FrameRange } from '../frames/frame-range.ts';
import { Heap } from './structures/heap.ts';
import type { HeapItem } from './structures/heap.ts';

/** Frames that wait for another attempt. */
export interface RetryEntry {
  readonly frames: FrameRange;
  readonly dueMs: number;
  /** Machines that are not to get them while others can. */
  readonly failedOn: ReadonlySet<number>;
}

/** So many due entries are looked at for a machine; those that did not suit it move to the end. */
const entriesTried = 16;

/** Frames of one task that wait for another attempt, in the order in which they become due. */
export class RetryQueue {
  readonly #waiting = new Heap<RetryEntry & HeapItem>((a, b) => a.dueMs < b.dueMs);
  readonly #due: RetryEntry[] = [];
  #count = 0;

  /** Frames in it. */
  get count(): number {
    return this.#count;
  }

  add(entry: RetryEntry): void {
    this.#waiting.add({ ...entry, heapIndex: -1 });
    this.#count += entry.frames.last - entry.frames.first + 1;
  }

  clear(): void {
    for (const entry of [...this.#waiting.items()]) this.#waiting.remove(entry);
    this.#due.length = 0;
    this.#count = 0;
  }

  hasDue(nowMs: number): boolean {
    this.#ripen(nowMs);
    return this.#due.length > 0;
  }

  /** When the next entry becomes due that is not yet. */
  nextDueMs(): number | undefined {
    return this.#waiting.first()?.dueMs;
  }

  /** Whether something is due that `suits`. */
  hasFor(nowMs: number, suits: (entry: RetryEntry) => boolean): boolean {
    this.#ripen(nowMs);
    if (this.#indexFor(suits) >= 0) return true;
    if (this.#due.length > entriesTried) this.#due.push(...this.#due.splice(0, entriesTried));
    return false;
  }

  /** Takes up to so many due frames of one entry that `suits`. */
  take(nowMs: number, maxFrames: number, suits: (entry: RetryEntry) => boolean): FrameRange | undefined {
    this.#ripen(nowMs);
    const index = this.#indexFor(suits);
    const entry = this.#due[index];
    if (entry === undefined) return undefined;
    const { first, last } = entry.frames;
    const taken = { first, last: Math.min(last, first + maxFrames - 1) };
    if (taken.last === last) this.#due.splice(index, 1);
    else this.#due[index] = { ...entry, frames: { first: taken.last + 1, last } };
    this.#count -= taken.last - first + 1;
    return taken;
  }

  #ripen(nowMs: number): void {
    for (
      let next = this.#waiting.first();
      next !== undefined && next.dueMs <= nowMs;
      next = this.#waiting.first()
    ) {
      this.#waiting.remove(next);
      this.#due.push(next);
    }
  }

  #indexFor(suits: (entry: RetryEntry) => boolean): number {
    const tried = Math.min(entriesTried, this.#due.length);
    for (let index = 0; index < tried; index += 1) {
      const entry = this.#due[index];
      if (entry !== undefined && suits(entry)) return index;
    }
    return -1;
  }
}

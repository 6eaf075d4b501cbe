import { Heap } from './heap.ts';
import type { HeapItem } from './heap.ts';

interface Timer<T> extends HeapItem {
  readonly owner: T;
  atMs: number;
}

/** Times at which something is due, the earliest first; one for each owner, set anew as often as needed. */
export class Timers<T> {
  readonly #heap = new Heap<Timer<T>>((a, b) => a.atMs < b.atMs);
  readonly #byOwner = new Map<T, Timer<T>>();

  set(owner: T, atMs: number): void {
    const timer = this.#byOwner.get(owner);
    if (timer === undefined) {
      const added = { owner, atMs, heapIndex: -1 };
      this.#byOwner.set(owner, added);
      this.#heap.add(added);
    } else {
      timer.atMs = atMs;
      this.#heap.update(timer);
    }
  }

  clear(owner: T): void {
    const timer = this.#byOwner.get(owner);
    if (timer === undefined) return;
    this.#heap.remove(timer);
    this.#byOwner.delete(owner);
  }

  /** When the next one is due. */
  nextMs(): number | undefined {
    return this.#heap.first()?.atMs;
  }

  /** The owner of the next one that is due, which is cleared; undefined when none is. */
  takeDue(nowMs: number): T | undefined {
    const timer = this.#heap.first();
    if (timer === undefined || timer.atMs > nowMs) return undefined;
    this.clear(timer.owner);
    return timer.owner;
  }
}

/** What happens when, in simulated milliseconds. Events of one moment happen in the order they were planned. */
export interface EventQueue {
  /** Plans `happen` for `delayMs` from now on; never for the past. @returns forgets it again */
  after(delayMs: number, happen: () => void): () => void;
  nowMs(): number;
  /** Lets the next event happen. @returns false when nothing is planned any more */
  step(): boolean;
  readonly stepsDone: number;
}

interface Planned {
  readonly atMs: number;
  readonly order: number;
  happen: (() => void) | undefined;
}

/** A binary heap of events: thousands of machines plan millions of them. */
export function createEventQueue(): EventQueue {
  const heap: Planned[] = [];
  let nowMs = 0;
  let order = 0;
  let stepsDone = 0;

  return {
    nowMs: () => nowMs,
    get stepsDone() {
      return stepsDone;
    },
    after(delayMs, happen) {
      const planned: Planned = { atMs: nowMs + Math.max(0, delayMs), order: order++, happen };
      heap.push(planned);
      siftUp(heap, heap.length - 1);
      return () => {
        planned.happen = undefined;
      };
    },
    step() {
      for (;;) {
        const next = takeFirst(heap);
        if (next === undefined) return false;
        if (next.happen === undefined) continue;
        nowMs = next.atMs;
        stepsDone++;
        next.happen();
        return true;
      }
    },
  };
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function siftUp(heap: Planned[], start: number): void {
  let at = start;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, parent)) return;
    at = parent;
  }
}

function siftDown(heap: Planned[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    const leftItem = heap[left];
    if (leftItem === undefined) return;
    const rightItem = heap[right];
    const child = rightItem !== undefined && isBefore(rightItem, leftItem) ? right : left;
    if (!swapIfBefore(heap, child, at)) return;
    at = child;
  }
}

function swapIfBefore(heap: Planned[], lower: number, upper: number): boolean {
  const [a, b] = [heap[lower], heap[upper]];
  if (a === undefined || b === undefined || !isBefore(a, b)) return false;
  heap[lower] = b;
  heap[upper] = a;
  return true;
}

function takeFirst(heap: Planned[]): Planned | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  siftDown(heap);
  return first;
}

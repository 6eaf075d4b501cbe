/** What stands in a heap knows where: -1 when it is in none. An item can be in one heap at a time. */
export interface HeapItem {
  heapIndex: number;
}

/**
 * A binary heap whose items can be moved and taken out from the middle: every change takes time that grows with the
 * logarithm of its size. After an item's rank changed, `update` it before anything else.
 */
export class Heap<T extends HeapItem> {
  readonly #items: T[] = [];
  readonly #comesBefore: (a: T, b: T) => boolean;

  constructor(comesBefore: (a: T, b: T) => boolean) {
    this.#comesBefore = comesBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  first(): T | undefined {
    return this.#items[0];
  }

  /** In no particular order. */
  items(): readonly T[] {
    return this.#items;
  }

  add(item: T): void {
    item.heapIndex = this.#items.length;
    this.#items.push(item);
    this.#rise(item);
  }

  remove(item: T): void {
    const index = item.heapIndex;
    const last = this.#items.pop();
    item.heapIndex = -1;
    if (last === undefined || last === item) return;
    this.#place(last, index);
    this.update(last);
  }

  update(item: T): void {
    this.#rise(item);
    this.#sink(item);
  }

  /** The first item, in order, that passes the test; at most `maxTries` are asked. */
  find(test: (item: T) => boolean, maxTries: number): T | undefined {
    const first = this.#items[0];
    if (first === undefined || maxTries <= 0) return undefined;
    if (test(first)) return first;
    // Only items whose parent failed can be next: few, as most searches end at once.
    const candidates: T[] = [];
    let passed = first;
    for (let tries = 1; tries < maxTries; tries += 1) {
      for (const child of [2 * passed.heapIndex + 1, 2 * passed.heapIndex + 2]) {
        const item = this.#items[child];
        if (item !== undefined) candidates.push(item);
      }
      const next = this.#takeFirstOf(candidates);
      if (next === undefined) return undefined;
      if (test(next)) return next;
      passed = next;
    }
    return undefined;
  }

  #takeFirstOf(candidates: T[]): T | undefined {
    let bestIndex = 0;
    candidates.forEach((candidate, index) => {
      const best = candidates[bestIndex];
      if (best !== undefined && this.#comesBefore(candidate, best)) bestIndex = index;
    });
    const best = candidates[bestIndex];
    const last = candidates.pop();
    if (last !== undefined && best !== last) candidates[bestIndex] = last;
    return best;
  }

  #rise(item: T): void {
    let index = item.heapIndex;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#items[parentIndex];
      if (parent === undefined || !this.#comesBefore(item, parent)) break;
      this.#place(parent, index);
      index = parentIndex;
    }
    this.#place(item, index);
  }

  #sink(item: T): void {
    let index = item.heapIndex;
    for (;;) {
      const leftIndex = 2 * index + 1;
      const left = this.#items[leftIndex];
      if (left === undefined) break;
      const right = this.#items[leftIndex + 1];
      const isRight = right !== undefined && this.#comesBefore(right, left);
      const child = isRight ? right : left;
      if (!this.#comesBefore(child, item)) break;
      this.#place(child, index);
      index = isRight ? leftIndex + 1 : leftIndex;
    }
    this.#place(item, index);
  }

  #place(item: T, index: number): void {
    this.#items[index] = item;
    item.heapIndex = index;
  }
}

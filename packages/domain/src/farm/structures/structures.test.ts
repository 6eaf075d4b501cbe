import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { framesIn, rangesOf } from '../../frames/frame-range.ts';
import { sparseOrder } from '../sparse-order.ts';
import { createFrameSource } from './frame-source.ts';
import { Heap } from './heap.ts';
import { RangeSet } from './range-set.ts';
import { Timers } from './timers.ts';
import { topItems } from './top-items.ts';

const rangeArbitrary = fc
  .tuple(fc.integer({ min: -30, max: 60 }), fc.integer({ min: 0, max: 15 }))
  .map(([first, more]) => ({ first, last: first + more }));

describe('a heap', () => {
  const stepArbitrary = fc.record({
    kind: fc.constantFrom('add', 'add', 'remove', 'update', 'first' as const),
    rank: fc.integer({ min: 0, max: 20 }),
    index: fc.nat({ max: 50 }),
  });

  it('gives what a sorted list would, whatever is added, removed and moved', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 120 }), fc.nat({ max: 20 }), (steps, wanted) => {
        const heap = new Heap<{ rank: number; id: number; heapIndex: number }>(comesBefore);
        const all: { rank: number; id: number; heapIndex: number }[] = [];
        steps.forEach(({ kind, rank, index }, id) => {
          const item = all[index % Math.max(1, all.length)];
          if (kind === 'add') {
            all.push({ rank, id, heapIndex: -1 });
            heap.add(all.at(-1) as (typeof all)[number]);
          } else if (kind === 'remove' && item !== undefined) {
            heap.remove(item);
            all.splice(all.indexOf(item), 1);
            assert.equal(item.heapIndex, -1);
          } else if (kind === 'update' && item !== undefined) {
            item.rank = rank;
            heap.update(item);
          }
          assert.equal(heap.first(), inOrder(all)[0]);
        });
        assert.equal(heap.size, all.length);
        const visited: unknown[] = [];
        const found = heap.find((item) => visited.push(item) > 0 && item.rank >= wanted, 1000);
        assert.equal(
          found,
          inOrder(all).find((item) => item.rank >= wanted),
        );
        assert.deepEqual(visited, inOrder(all).slice(0, visited.length));
      }),
    );
  });

  function comesBefore(a: { rank: number; id: number }, b: { rank: number; id: number }): boolean {
    return a.rank < b.rank || (a.rank === b.rank && a.id < b.id);
  }

  function inOrder<T extends { rank: number; id: number }>(items: readonly T[]): T[] {
    return [...items].sort((a, b) => (comesBefore(a, b) ? -1 : 1));
  }

  it('asks no more than it may', () => {
    const heap = new Heap<{ heapIndex: number }>(() => false);
    for (let count = 0; count < 100; count += 1) heap.add({ heapIndex: -1 });
    let asked = 0;
    heap.find(() => (asked += 1) < 0, 10);
    assert.equal(asked, 10);
  });
});

describe('a set of ranges', () => {
  const stepArbitrary = fc.oneof(
    fc.record({ kind: fc.constantFrom('add', 'remove' as const), range: rangeArbitrary }),
    fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 9 }) }),
  );

  it('holds what a set of frames would', () => {
    fc.assert(
      fc.property(
        fc.array(rangeArbitrary, { maxLength: 5 }),
        fc.array(stepArbitrary, { maxLength: 40 }),
        (ranges, steps) => {
          const set = new RangeSet(ranges);
          const frames = new Set(framesIn(ranges));
          for (const step of steps) {
            if (step.kind === 'take') {
              const taken = set.takeFirst(step.count);
              const expected = rangesOf(frames)[0];
              assert.equal(taken?.first, expected?.first);
              for (const frame of framesIn(taken === undefined ? [] : [taken]))
                assert.ok(frames.delete(frame));
              if (taken !== undefined) assert.ok(taken.last - taken.first < step.count);
            } else {
              set[step.kind](step.range);
              for (const frame of framesIn([step.range])) {
                if (step.kind === 'add') frames.add(frame);
                else frames.delete(frame);
              }
            }
            assert.deepEqual(set.ranges(), rangesOf(frames));
            assert.equal(set.count, frames.size);
            for (let frame = -31; frame < 80; frame += 7) assert.equal(set.has(frame), frames.has(frame));
          }
        },
      ),
    );
  });

  it('takes whole ranges for ever without growing', () => {
    const set = new RangeSet(
      Array.from({ length: 5000 }, (_, index) => ({ first: index * 2, last: index * 2 })),
    );
    for (let taken = 0; taken < 5000; taken += 1) assert.deepEqual(set.takeFirst(Infinity)?.first, taken * 2);
    assert.equal(set.takeFirst(1), undefined);
    set.add({ first: 3, last: 4 });
    assert.deepEqual(set.ranges(), [{ first: 3, last: 4 }]);
  });
});

describe('sparse order', () => {
  it('is first, last, middle, then the gaps', () => {
    assert.deepEqual([...sparseOrder([{ first: 1, last: 9 }])], [1, 9, 5, 3, 7, 2, 4, 6, 8]);
    assert.deepEqual([...sparseOrder([{ first: 4, last: 4 }])], [4]);
    assert.deepEqual([...sparseOrder([])], []);
    assert.deepEqual(
      [
        ...sparseOrder([
          { first: 1, last: 2 },
          { first: 50, last: 51 },
        ]),
      ],
      [1, 51, 2, 50],
    );
  });

  it('has every frame once, and never leaves a gap much larger than the others', () => {
    fc.assert(
      fc.property(fc.array(rangeArbitrary, { maxLength: 6 }), (ranges) => {
        const set = new RangeSet(ranges);
        const order = [...sparseOrder(set.ranges())];
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...framesIn(set.ranges())],
        );
      }),
    );
    for (const count of [33, 100, 257]) {
      const order = [...sparseOrder([{ first: 0, last: count - 1 }])].slice(0, 17);
      const sorted = [...order].sort((a, b) => a - b);
      const gaps = sorted.slice(1).map((frame, index) => frame - (sorted[index] ?? 0));
      assert.ok(Math.max(...gaps) <= 2 * Math.ceil(count / 16), `${count}: ${gaps.join()}`);
    }
  });
});

describe('a source of frames', () => {
  for (const order of ['ascending', 'sparse'] as const) {
    it(`gives every frame once, ${order}, those that came back again`, () => {
      fc.assert(
        fc.property(
          fc.array(rangeArbitrary, { minLength: 1, maxLength: 4 }),
          rangeArbitrary,
          fc.array(fc.boolean(), { maxLength: 30 }),
          (ranges, leftOut, returns) => {
            const source = createFrameSource(ranges, order);
            source.leaveOut(leftOut);
            const expected = new Set(framesIn(ranges));
            for (const frame of framesIn([leftOut])) expected.delete(frame);
            assert.equal(source.count, expected.size);
            let turn = 0;
            for (let taken = source.take(3); taken !== undefined; taken = source.take(3)) {
              turn += 1;
              if (returns[turn] === true) source.giveBack(taken);
              else for (const frame of framesIn([taken])) assert.ok(expected.delete(frame));
              assert.equal(source.count, expected.size);
            }
            assert.equal(expected.size, 0);
          },
        ),
      );
    });
  }
});

describe('timers', () => {
  it('are due in order, once, at the time set last', () => {
    const timers = new Timers<string>();
    timers.set('a', 30);
    timers.set('b', 10);
    timers.set('c', 20);
    timers.set('a', 5);
    timers.clear('c');
    timers.clear('unknown');
    assert.equal(timers.nextMs(), 5);
    assert.equal(timers.takeDue(4), undefined);
    assert.equal(timers.takeDue(20), 'a');
    assert.equal(timers.takeDue(20), 'b');
    assert.equal(timers.takeDue(99), undefined);
    assert.equal(timers.nextMs(), undefined);
  });
});

describe('the top items', () => {
  it('are the first ones of a sorted list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 })),
        fc.integer({ min: 1, max: 8 }),
        (numbers, count) => {
          const isScored = (number: number) => number % 3 !== 0;
          const top = topItems(numbers, count, (number) => (isScored(number) ? number : undefined));
          const sorted = numbers.filter(isScored).sort((a, b) => b - a);
          assert.deepEqual(
            top.map(({ item }) => item),
            sorted.slice(0, count),
          );
        },
      ),
    );
  });
});

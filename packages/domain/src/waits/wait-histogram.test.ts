import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergeWaits, waitBoundsMs, waitCount, waitIntervalOf, waitQuantileMs } from './wait-histogram.ts';

const dayMs = 86_400_000;
const countsOf = (waits: readonly number[]) => waits.map((ms) => waitCount(waitIntervalOf(ms), 1));

describe('waits, counted', () => {
  test('bounds grow by 19 % each and never change', () => {
    assert.deepEqual(waitBoundsMs.slice(0, 6), [100, 119, 141, 168, 200, 238]);
    assert.equal(waitBoundsMs.length, 109);
    assert.equal(waitBoundsMs.at(-1), 100 * 2 ** 27);
  });

  const intervals: readonly (readonly [number, number, number])[] = [
    // waited, from, to
    [-5, 0, 100],
    [0, 0, 100],
    [99, 0, 100],
    [100, 100, 119],
    [118, 100, 119],
    [119, 119, 141],
    [1000, 951, 1131],
    [200 * dayMs, 11_286_320_634, 100 * 2 ** 27],
  ];
  for (const [waitedMs, fromMs, toMs] of intervals) {
    test(`${waitedMs} ms are counted from ${fromMs} to ${toMs} ms`, () => {
      assert.deepEqual(waitCount(waitIntervalOf(waitedMs), 3), { fromMs, toMs, tasks: 3 });
    });
  }

  const quantiles: readonly (readonly [readonly number[], number, number | null])[] = [
    [[], 0.5, null],
    [[20], 0.5, 50],
    [[1000], 0.5, 1037],
    [[1000], 0.95, 1037],
    [[10, 10, 10, 1000], 0.5, 50],
    [[10, 10, 10, 1000], 0.75, 50],
    [[10, 10, 10, 1000], 0.76, 1037],
    [[1000, 10, 10, 10], 1, 1037],
  ];
  for (const [waits, share, expected] of quantiles) {
    test(`${share} of ${JSON.stringify(waits)} ms waited for ${expected} ms at most, about`, () => {
      assert.equal(waitQuantileMs(countsOf(waits), share), expected);
    });
  }

  test('the estimate is within 9.1 % of the truth', () => {
    const wait = fc.double({ min: 100, max: 150 * dayMs, noNaN: true }).map(Math.floor);
    const shares = fc.constantFrom(0.01, 0.5, 0.95, 1);
    fc.assert(
      fc.property(fc.array(wait, { minLength: 1, maxLength: 60 }), shares, (waits, share) => {
        const sorted = [...waits].sort((a, b) => a - b);
        const truth = sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
        const estimate = waitQuantileMs(countsOf(waits), share) ?? 0;
        assert.ok(Math.abs(estimate - truth) <= truth * 0.091 + 1, `${estimate} for ${truth}`);
      }),
      { numRuns: 200 },
    );
  });

  test('counts of several hours are as those of one', () => {
    const some = countsOf([10, 1000, 1000]);
    const others = countsOf([1000, 90_000]);
    assert.deepEqual(
      mergeWaits([...others, ...some]).map(({ tasks }) => tasks),
      [1, 3, 1],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { isDomainError } from '../errors/domain-error.ts';
import { countFrames, framesIn, mergeRanges, rangesOf } from './frame-range.ts';
import { formatRanges, maxFrameNumber, parseRanges } from './range-text.ts';

const frames = fc.array(fc.integer({ min: -300, max: 300 }));

describe('frame ranges', () => {
  it('merges neighbours, drops doubles, sorts', () => {
    assert.deepEqual(rangesOf([3, 1, 2, 2, 7, -1]), [
      { first: -1, last: -1 },
      { first: 1, last: 3 },
      { first: 7, last: 7 },
    ]);
    assert.deepEqual(rangesOf([]), []);
  });

  it('merges ranges that overlap, touch or lie within one another', () => {
    const ranges = [
      { first: 10, last: 20 },
      { first: 1, last: 4 },
      { first: 5, last: 6 },
      { first: 12, last: 13 },
      { first: 19, last: 30 },
    ];
    assert.deepEqual(mergeRanges(ranges), [
      { first: 1, last: 6 },
      { first: 10, last: 30 },
    ]);
  });

  it('does not touch what it is given', () => {
    const given = Object.freeze([Object.freeze({ first: 1, last: 2 }), Object.freeze({ first: 2, last: 9 })]);
    assert.deepEqual(mergeRanges(given), [{ first: 1, last: 9 }]);
  });

  it('holds exactly the frames that it was made of', () => {
    fc.assert(
      fc.property(frames, (given) => {
        const ranges = rangesOf(given);
        const expected = [...new Set(given)].sort((a, b) => a - b);
        assert.deepEqual([...framesIn(ranges)], expected);
        assert.equal(countFrames(ranges), expected.length);
        for (const [index, range] of ranges.entries()) {
          assert.ok(range.first <= range.last);
          const following = ranges[index + 1];
          assert.ok(following === undefined || following.first > range.last + 1, 'neither touch nor overlap');
        }
      }),
    );
  });
});

describe('ranges as text', () => {
  const table: [string, string][] = [
    ['1-10,15', '1-10,15'],
    [' 15 , 1-10 ', '1-10,15'],
    ['1-3,2-5,6', '1-6'],
    ['-5--1', '-5--1'],
    ['-5-3', '-5-3'],
    ['-0', '0'],
    ['007', '7'],
    ['', ''],
    ['  ', ''],
    [`${maxFrameNumber}`, `${maxFrameNumber}`],
  ];
  for (const [text, expected] of table) {
    it(`reads "${text}" as "${expected}"`, () => {
      assert.equal(formatRanges(parseRanges(text)), expected);
    });
  }

  for (const text of [
    '1-',
    '-',
    'a',
    '1..5',
    '10-1',
    ',',
    '1,,2',
    '1.5',
    '1 - 2',
    '１',
    '2147483648',
    '1e3',
  ]) {
    it(`refuses "${text}"`, () => {
      assert.throws(
        () => parseRanges(text),
        (error: unknown) => isDomainError(error, 'frame-range-invalid'),
      );
    });
  }

  it('shortens what it repeats of a refused text', () => {
    assert.throws(() => parseRanges('x'.repeat(100_000)), { message: /^.{0,160}$/ });
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(frames, (given) => {
        const ranges = rangesOf(given);
        assert.deepEqual(parseRanges(formatRanges(ranges)), ranges);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseByteRange } from './byte-range.ts';

const cases: [
  header: string | undefined,
  size: number,
  expected: ReturnType<typeof parseByteRange> | 'refused',
][] = [
  [undefined, 10, undefined],
  ['bytes=0-', 10, { start: 0, end: 9 }],
  ['bytes=3-5', 10, { start: 3, end: 5 }],
  ['bytes=3-99', 10, { start: 3, end: 9 }],
  ['bytes=-4', 10, { start: 6, end: 9 }],
  ['bytes=-99', 10, { start: 0, end: 9 }],
  ['bytes=10-', 10, 'refused'],
  ['bytes=-0', 10, 'refused'],
  ['bytes=0-', 0, 'refused'],
  ['bytes=5-3', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['bytes=-', 10, undefined],
  ['frames=1-2', 10, undefined],
];

for (const [header, size, expected] of cases) {
  test(`${header ?? 'no range'} of ${size} bytes`, () => {
    if (expected === 'refused') {
      assert.throws(() => parseByteRange(header, size), { code: 'range-not-satisfiable' });
    } else assert.deepEqual(parseByteRange(header, size), expected);
  });
}

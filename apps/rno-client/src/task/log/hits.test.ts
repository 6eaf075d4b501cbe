import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogMatch } from '@renderonline/contract';
import { hitBeside, placeOf, readHit, rowOfHit, rowsAround, writeHit } from './hits.ts';
import { noLines, withEvents } from './log-lines.ts';

const machine = { machineId: 1, name: 'node-1' };
const match = (attemptId: number, offset: number, line = 'x', around: Partial<LogMatch> = {}): LogMatch => ({
  ...{ attemptId, offset, line, machine, firstFrame: 1, lastFrame: 2, before: [], after: [] },
  ...around,
});

test('a hit is in the address, and what is none is none', () => {
  assert.deepEqual(readHit(writeHit({ attemptId: 12, offset: 0 })), { attemptId: 12, offset: 0 });
  for (const text of [null, '', '12', '0-1', '12-', '12-1-1', '-1-2', 'a-b'])
    assert.equal(readHit(text), undefined);
});

test('one goes from hit to hit, around the ends, and on to what was not found yet', () => {
  const all = [match(1, 0), match(1, 50), match(2, 0)];
  const [first, second, last] = all;
  const cases: readonly (readonly [LogMatch | undefined, 1 | -1, boolean, LogMatch | 'more' | undefined])[] =
    [
      [undefined, 1, false, first],
      [undefined, -1, false, last],
      [first, 1, false, second],
      [second, -1, false, first],
      [last, 1, false, first],
      [last, 1, true, 'more'],
      [first, -1, false, last],
      [first, -1, true, first],
      [match(9, 9), 1, false, first],
    ];
  for (const [hit, by, hasMore, wanted] of cases) assert.equal(hitBeside(all, hit, by, hasMore), wanted);
  assert.equal(hitBeside([], undefined, 1, false), undefined);
  assert.equal(hitBeside([], undefined, 1, true), 'more');
  assert.deepEqual([placeOf(all, { attemptId: 1, offset: 50 }), placeOf(all, undefined)], [1, -1]);
});

test('a hit is the row at its place, also where the same was said before', () => {
  const said = (attemptId: number, offset: number, lines: string[]) =>
    ({
      kind: 'lines',
      lines: { attemptId, machine, firstFrame: 1, lastFrame: 1, offset, leftOut: 0, lines },
    }) as const;
  const { rows } = withEvents(noLines, [
    said(1, 100, ['Größe', 'same', 'other']),
    said(2, 0, ['same']),
    said(1, 120, ['same', 'same']),
  ]);
  const textAt = (index: number | undefined) => {
    const row = index === undefined ? undefined : rows[index];
    return row?.kind === 'line' ? [row.attemptId, row.offset] : undefined;
  };
  assert.deepEqual(textAt(rowOfHit(rows, match(1, 108, 'same'))), [1, 108]);
  assert.deepEqual(textAt(rowOfHit(rows, match(1, 125, 'same'))), [1, 125]);
  assert.deepEqual(textAt(rowOfHit(rows, match(2, 0, 'same'))), [2, 0]);
  assert.equal(rowOfHit(rows, match(3, 0, 'same')), undefined);
  assert.equal(rowOfHit(rows, match(1, 0, 'older')), undefined);
});

test('further back than the log goes a hit has at least the lines around it', () => {
  const { rows, place } = rowsAround(match(1, 9, 'here', { before: ['a', 'b'], after: ['c'] }));
  assert.deepEqual(
    rows.map((row) => (row.kind === 'line' ? row.text : row.kind)),
    ['head', 'a', 'b', 'here', 'c'],
  );
  assert.equal(place, 3);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelledMoments } from './axis.ts';

const hourMs = 3_600_000;
const midnight = new Date(2026, 0, 2).getTime();
const hours = (count: number, from = midnight) =>
  Array.from({ length: count }, (_, index) => from + index * hourMs);

test('of few moments every so many are named, as there is room', () => {
  const day = hours(24);
  assert.equal(labelledMoments(day, { width: 2400, labelWidth: 60 }).length, 24);
  assert.deepEqual(
    labelledMoments(day, { width: 400, labelWidth: 60 }),
    day.filter((_, index) => index % 4 === 0),
  );
  assert.equal(labelledMoments(day, { width: 0, labelWidth: 60 }).length, 1);
});

test('of many hours the midnights are', () => {
  const week = hours(168, midnight + 5 * hourMs);
  const named = labelledMoments(week, { width: 800, labelWidth: 60 });
  assert.equal(named.length, 7);
  assert.equal(named[0], midnight + 24 * hourMs);
  assert.equal(labelledMoments(week, { width: 240, labelWidth: 60 }).length, 4);
});

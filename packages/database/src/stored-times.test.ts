import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromStoredTime, toStoredTime } from './stored-times.ts';

describe('stored times', () => {
  test('come back as they went', () => {
    for (const ms of [0, 1, 999, Date.UTC(2026, 1, 28, 23, 59, 59, 999), Date.UTC(1999, 11, 31)]) {
      assert.equal(fromStoredTime(toStoredTime(ms)), ms);
    }
    assert.equal(toStoredTime(1500.7), '1970-01-01 00:00:01.500');
  });

  const readings: [string | null, number | null][] = [
    [null, null],
    ['2024-08-27 20:00:00', Date.UTC(2024, 7, 27, 20)],
    ['2024-08-27T20:00:00Z', Date.UTC(2024, 7, 27, 20)],
    ['2024-08-27', Date.UTC(2024, 7, 27)],
    ['0000-00-00 00:00:00', null],
    ['soon', null],
  ];
  for (const [text, ms] of readings) {
    test(`reads ${text ?? 'nothing'}`, () => {
      assert.equal(fromStoredTime(text), ms);
    });
  }
});

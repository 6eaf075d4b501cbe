import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatisticsEntry } from '@renderonline/contract';
import { readReportQuery, stretchOf, writeReportQuery } from './report-range.ts';
import { sumsBy, sumsByTime } from './sums.ts';

const entry = (bucket: string, changes: Partial<StatisticsEntry> = {}): StatisticsEntry => ({
  ...{ bucket, userId: 1, engineId: 1, framesDone: 10, machineMs: 1000, failedAttempts: 1 },
  ...{ tasksSucceeded: 1, tasksFailed: 0, tasksCanceled: 1, tasksStarted: 2, waitingMs: 500 },
  waits: [],
  ...changes,
});
const nowMs = Date.UTC(2026, 0, 8, 3, 4);
const entries = [
  entry('2026-01-07T00:00:00.000Z'),
  entry('2026-01-07T00:00:00.000Z', { userId: 2, machineMs: 9000, waitingMs: 1500 }),
  entry('2026-01-08T00:00:00.000Z', { tasksStarted: 0, waitingMs: 0 }),
];

test('a range is of whole hours or days, with the one that is under way', () => {
  assert.deepEqual(stretchOf('7d', nowMs), {
    ...{ fromMs: Date.UTC(2026, 0, 2), toMs: Date.UTC(2026, 0, 9), bucket: 'day' },
  });
  assert.deepEqual(stretchOf('24h', nowMs), {
    ...{ fromMs: Date.UTC(2026, 0, 7, 4), toMs: Date.UTC(2026, 0, 8, 4), bucket: 'hour' },
  });
});

test('sums by time have days without anything, too', () => {
  const days = sumsByTime(entries, stretchOf('7d', nowMs));
  assert.deepEqual(
    days.map(({ framesDone }) => framesDone),
    [0, 0, 0, 0, 0, 20, 10],
  );
  assert.deepEqual(
    days.slice(4).map(({ meanWaitingMs }) => meanWaitingMs),
    [null, 500, null],
  );
  assert.equal(days[5]?.tasksEnded, 4);
});

test('sums of users begin with whom the farm worked for most', () => {
  assert.deepEqual(
    sumsBy(entries, 'userId').map(({ id, machineMs }) => [id, machineMs]),
    [
      [2, 9000],
      [1, 2000],
    ],
  );
});

test('range and view are read from the address and written to it', () => {
  for (const search of ['', 'range=30d&view=table', 'range=24h']) {
    assert.equal(writeReportQuery(readReportQuery(new URLSearchParams(search))).toString(), search);
  }
  assert.equal(writeReportQuery(readReportQuery(new URLSearchParams('range=9y'))).toString(), '');
});

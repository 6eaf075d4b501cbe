import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FarmLoadEntry, StatisticsEntry } from '@renderonline/contract';
import { loadByTime, loadOf } from './load.ts';
import { readReportQuery, stretchOf, writeReportQuery } from './report-range.ts';
import { sumsBy, sumsByTime } from './sums.ts';

/** A moment of the clock on the wall, wherever this runs. */
const local = (day: number, hour = 0, minute = 0) => new Date(2026, 0, day, hour, minute).getTime();
const at = (day: number) => new Date(local(day)).toISOString();
const nowMs = local(8, 3, 4);

const entry = (bucket: string, changes: Partial<StatisticsEntry> = {}): StatisticsEntry => ({
  ...{ bucket, userId: 1, engineId: 1, framesDone: 10, machineMs: 1000, failedAttempts: 1 },
  ...{ tasksSucceeded: 1, tasksFailed: 0, tasksCanceled: 1, tasksStarted: 2, waitingMs: 500 },
  waits: [{ fromMs: 238, toMs: 283, tasks: 2 }],
  ...changes,
});
const entries = [
  entry(at(7)),
  entry(at(7), { userId: 2, machineMs: 9000, waits: [{ fromMs: 9051, toMs: 10_763, tasks: 1 }] }),
  entry(at(8), { tasksStarted: 0, waitingMs: 0, waits: [] }),
];
const load = (bucket: string, changes: Partial<FarmLoadEntry> = {}): FarmLoadEntry => ({
  ...{ bucket, observedMs: 1000, onlineMs: 2000, onlineSlotMs: 4000 },
  all: { busySlotMs: 3000, meanWaitingFrames: 6, maxWaitingFrames: 20 },
  asked: { busySlotMs: 1000, meanWaitingFrames: 2, maxWaitingFrames: 5 },
  ...changes,
});

test('a range is of whole hours, or days of the clock on the wall, with the one that is under way', () => {
  const { startsMs, ...month } = stretchOf('30d', nowMs);
  assert.deepEqual(month, { fromMs: local(8 - 29), toMs: local(9), bucket: 'day' });
  assert.deepEqual([startsMs.length, startsMs[0], startsMs.at(-1)], [30, local(8 - 29), local(8)]);
  const day = stretchOf('24h', Date.UTC(2026, 0, 8, 3, 4));
  assert.deepEqual([day.fromMs, day.toMs], [Date.UTC(2026, 0, 7, 4), Date.UTC(2026, 0, 8, 4)]);
  assert.equal(stretchOf('7d', nowMs).startsMs.length, 7 * 24);
});

test('sums by time have days without anything, too', () => {
  const days = sumsByTime(entries, stretchOf('30d', nowMs)).slice(-3);
  assert.deepEqual(
    days.map(({ framesDone, halfWaitedMs, mostWaitedMs }) => [framesDone, halfWaitedMs, mostWaitedMs]),
    [
      [0, null, null],
      [20, 260, 9870],
      [10, null, null],
    ],
  );
  assert.equal(days[1]?.tasksEnded, 4);
});

test('a day that the server begins at another moment belongs to the one that it is in', () => {
  const late = entry(new Date(local(7, 1)).toISOString());
  const early = entry(new Date(local(1) - 40 * 86_400_000).toISOString());
  const days = sumsByTime([late, early], stretchOf('30d', nowMs));
  assert.deepEqual([days[0]?.framesDone, days.at(-2)?.framesDone], [10, 10]);
});

test('utilisation is busy by online time, and waiting weighs by how long somebody looked', () => {
  const entriesOfLoad = [
    load(at(7)),
    load(at(7), {
      ...{ observedMs: 3000, onlineSlotMs: 12_000 },
      asked: { busySlotMs: 3000, meanWaitingFrames: 10, maxWaitingFrames: 12 },
      all: { busySlotMs: 9000, meanWaitingFrames: 10, maxWaitingFrames: 30 },
    }),
  ];
  const days = loadByTime(entriesOfLoad, stretchOf('30d', nowMs));
  assert.deepEqual(days.at(-2), {
    usedFraction: 0.25,
    usedByAllFraction: 0.75,
    meanWaiting: 8,
    maxWaiting: 12,
  });
  const unknown = { usedFraction: null, usedByAllFraction: null, meanWaiting: null, maxWaiting: null };
  assert.deepEqual(days.at(-1), unknown);
  assert.equal(loadOf([load(at(7), { onlineSlotMs: 0 })]).usedFraction, null);
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

test('range, filters and view are read from the address and written to it', () => {
  for (const search of ['', 'range=30d&view=table', 'range=24h', 'user=7&engine=3', 'range=30d&engine=12']) {
    assert.equal(writeReportQuery(readReportQuery(new URLSearchParams(search))).toString(), search);
  }
  for (const search of ['range=9y', 'user=-1&engine=x', 'user=0']) {
    assert.equal(writeReportQuery(readReportQuery(new URLSearchParams(search))).toString(), '');
  }
});

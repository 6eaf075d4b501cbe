import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineAttempt } from '@renderonline/contract';
import { attemptState, failuresByCause, readHours, stretchesOf } from './history.ts';

const hour = (hours: number): string => new Date(hours * 3_600_000).toISOString();
const attempt = (attemptId: number, from: number | null, to: number | null, changes: object = {}) =>
  ({
    ...{ attemptId, startedAt: from === null ? null : hour(from), endedAt: to === null ? null : hour(to) },
    ...{ outcome: to === null ? null : 'succeeded', cause: null },
    ...changes,
  }) as unknown as MachineAttempt;

test('a timeline has a row for each attempt at a time, and goes on to now', () => {
  const attempts = [
    attempt(5, 9, null),
    attempt(4, 4, 6),
    attempt(3, 2, 5),
    attempt(2, -3, 2),
    attempt(1, -9, -5),
    attempt(6, null, 7),
  ];
  const range = { fromMs: 0, toMs: 10 * 3_600_000 };
  assert.deepEqual(
    stretchesOf(attempts, range).map(({ attempt: of, from, to, lane }) => [of.attemptId, from, to, lane]),
    [
      [2, 0, 0.2, 0],
      [3, 0.2, 0.5, 0],
      [4, 0.4, 0.6, 1],
      [5, 0.9, 1, 0],
    ],
  );
});

test('failures are counted by cause, and what was canceled is none', () => {
  const failed = (cause: string | null) => attempt(1, 1, 2, { outcome: 'failed', cause });
  const attempts = [failed('hung'), failed(null), failed('hung'), attempt(2, 1, 2, { outcome: 'canceled' })];
  assert.deepEqual(failuresByCause([...attempts, attempt(3, 1, null)]), [
    { cause: 'hung', count: 2 },
    { cause: 'unknown', count: 1 },
  ]);
  assert.equal(attemptState(attempt(1, 1, null)), 'running');
  assert.equal(attemptState(attempt(1, null, null)), 'queued');
  assert.equal(attemptState(attempt(1, 1, 2, { outcome: 'machine-lost' })), 'failed');
});

test('how far back is in the address', () => {
  assert.equal(readHours(new URLSearchParams('hours=168')), 168);
  assert.equal(readHours(new URLSearchParams('hours=7')), 24);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patienceMs, shuttled, startClock, tick } from './play-clock.ts';

/** Times at which a screen of 60 pictures a second was asked, and when it showed another picture of the film. */
function shownAt(input: { framesPerSecond: number; untilMs: number; isReady: (nowMs: number) => boolean }) {
  const { framesPerSecond, untilMs, isReady } = input;
  let clock = startClock(0, framesPerSecond);
  const times: number[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 1000 / 60) {
    const { clock: next, isDue } = tick(clock, { nowMs, framesPerSecond, isReady: isReady(nowMs) });
    clock = next;
    if (isDue) times.push(nowMs);
  }
  return times;
}

test('as many pictures a second as asked for, also where screens do not divide by it', () => {
  for (const framesPerSecond of [6, 12, 24, 25, 30]) {
    const { length } = shownAt({ framesPerSecond, untilMs: 10_000, isReady: () => true });
    assert.ok(Math.abs(length - framesPerSecond * 10) <= 1, `${framesPerSecond}: ${length}`);
  }
});

test('a picture that is late is waited for, and nothing is hurried through after it', () => {
  const times = shownAt({ framesPerSecond: 10, untilMs: 2000, isReady: (ms) => ms < 450 || ms > 1500 });
  assert.deepEqual(
    times.filter((ms) => ms > 450 && ms < 1500),
    [],
  );
  const after = times.filter((ms) => ms > 1500);
  assert.ok(after.length >= 5 && after.length <= 6, String(after));
});

test('one that cannot be had does not end the film', () => {
  const times = shownAt({ framesPerSecond: 10, untilMs: patienceMs + 200, isReady: () => false });
  assert.equal(times.length, 1);
});

test('J and L play there and back, and faster when pressed again', () => {
  assert.deepEqual([shuttled(0, 1), shuttled(1, 1), shuttled(2, 1), shuttled(8, 1)], [1, 2, 4, 8]);
  assert.deepEqual([shuttled(4, -1), shuttled(-1, -1), shuttled(-2, 1)], [-1, -2, 1]);
});

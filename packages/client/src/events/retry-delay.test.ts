import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstRetryMs, nextRetryMs } from './retry-delay.ts';

test('tries at least once a second for half a minute, then every five seconds', () => {
  const delays: number[] = [];
  let awayMs = 0;
  for (let delay = firstRetryMs; awayMs < 60_000; delay = nextRetryMs(delay, awayMs)) {
    delays.push(delay);
    awayMs += delay;
  }
  assert.deepEqual(delays.slice(0, 4), [250, 500, 1000, 1000]);
  assert.equal(delays.filter((delay) => delay <= 1000).length, 32);
  assert.deepEqual(delays.slice(32, 35), [2000, 4000, 5000]);
  assert.equal(delays.at(-1), 5000);
});

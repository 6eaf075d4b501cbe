import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webhookRetryDelayMs } from './retry-delay.ts';

test('a delivery is tried more and more rarely for a day, then given up', () => {
  const delays: number[] = [];
  for (let failures = 1; ; failures += 1) {
    const delay = webhookRetryDelayMs(failures, failures % 2 === 0 ? 500 : null);
    if (delay === null) break;
    assert.ok(delay >= (delays.at(-1) ?? 0));
    delays.push(delay);
  }
  const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3_600_000;
  assert.ok(hours > 23 && hours < 24, `${hours} h`);
  assert.equal(webhookRetryDelayMs(1, 410), null);
});

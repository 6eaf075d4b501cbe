import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFarmClock } from './farm-clock.ts';
import { createFakeClock } from './testing/fake-clock.ts';

test('goes on with the clock while it is looked at', async () => {
  const clock = createFakeClock(1_000_000);
  const farmClock = createFarmClock(clock);
  const stop = farmClock.keepAwake();
  await clock.advance(60_000);
  assert.equal(farmClock.nowMs(), 1_060_000);
  stop();
});

test('does not count the time that the process slept through', async () => {
  const clock = createFakeClock(1_000_000);
  const farmClock = createFarmClock(clock);
  const stop = farmClock.keepAwake();
  await clock.sleep(3_600_000);
  assert.equal(farmClock.nowMs(), 1_005_000);
  assert.equal(farmClock.toEpochMs(farmClock.nowMs() + 1000), clock.nowMs() + 1000);
  assert.equal(farmClock.fromEpochMs(clock.nowMs() - 1000), farmClock.nowMs() - 1000);
  stop();
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { readLeadership } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createFakeClock, type FakeClock } from '../testing/fake-clock.ts';
import { openTestFarm, type TestFarm } from '../testing/test-farm.ts';
import { createLeadership, type Leadership } from './leadership.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const ttlMs = 3000;

let farm: TestFarm;
let clock: FakeClock;
const dead = new Set<string>();
let events: string[];

beforeEach(async () => {
  farm = await openTestFarm();
  clock = createFakeClock();
  dead.clear();
  events = [];
});
afterEach(() => farm.close());

async function candidate(holder: string, ownClock = clock): Promise<Leadership> {
  return createLeadership({
    database: await farm.openAgain(),
    clock: ownClock,
    log,
    holder,
    isDead: (other) => dead.has(other),
    ttlMs,
    onGained: async () => {
      events.push(`${holder} gained`);
    },
    onLost: async () => {
      events.push(`${holder} lost`);
    },
  });
}

test('the first takes it, the second follows while the first beats', async () => {
  const [first, second] = [await candidate('a:1:1'), await candidate('b:2:2')];
  await first.start();
  await second.start();
  await clock.advance(10 * ttlMs);
  assert.equal(first.generation(), 1);
  assert.equal(second.generation(), undefined);
  assert.deepEqual(events, ['a:1:1 gained']);
});

test('a holder that beats no more is replaced after the time by the follower’s own clock, and not before', async () => {
  const clockOfFirst = createFakeClock();
  const [first, second] = [await candidate('a:1:1', clockOfFirst), await candidate('b:2:2')];
  await first.start();
  await second.start();
  await clock.advance(ttlMs - 1);
  assert.equal(second.generation(), undefined, 'too early');
  await clock.advance(ttlMs / 3 + 1);
  assert.equal(second.generation(), 2);

  assert.equal(await first.confirm(), false, 'the former leader learns of it when it asks');
  assert.equal(first.generation(), undefined);
  assert.deepEqual(events, ['a:1:1 gained', 'b:2:2 gained', 'a:1:1 lost']);
});

test('a holder that was asleep steps down at its next beat', async () => {
  const clockOfFirst = createFakeClock();
  const [first, second] = [await candidate('a:1:1', clockOfFirst), await candidate('b:2:2')];
  await first.start();
  await second.start();
  await clock.advance(2 * ttlMs);
  await clockOfFirst.sleep(2 * ttlMs);
  assert.equal(first.generation(), undefined);
  assert.equal(second.generation(), 2);
});

test('a holder known to be dead is replaced at once', async () => {
  const first = await candidate('a:1:1', createFakeClock());
  await first.start();
  dead.add('a:1:1');
  const second = await candidate('b:2:2');
  await second.start();
  assert.equal(second.generation(), 2);
});

test('a holder that closes is replaced at the next look', async () => {
  const [first, second] = [await candidate('a:1:1'), await candidate('b:2:2')];
  await first.start();
  await second.start();
  await first.close();
  assert.deepEqual(events, ['a:1:1 gained', 'a:1:1 lost']);
  assert.equal((await readLeadership(farm.database.db)).holder, null);
  await clock.advance(ttlMs / 3);
  assert.equal(second.generation(), 2);
});

test('of many who try at once one gets it', async () => {
  const candidates = await Promise.all(['a', 'b', 'c', 'd'].map((name) => candidate(`${name}:1:1`)));
  await Promise.all(candidates.map((one) => one.start()));
  assert.equal(candidates.filter((one) => one.generation() !== undefined).length, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import { createTryLimits } from './try-limits.ts';

function limitsAt(options: { ofAddress?: number; ofAll?: number; maxAddresses?: number }) {
  const clock = { nowMs: 0 };
  const limits = createTryLimits({
    nowMs: () => clock.nowMs,
    perMs: 60_000,
    ofAddress: 3,
    ofAll: 100,
    maxAddresses: 10,
    what: 'codes',
    ...options,
  });
  let giveBack = (): void => undefined;
  const isTaken = (address: string): boolean => {
    try {
      giveBack = limits.take(address);
      return true;
    } catch (error) {
      assert.ok(isDomainError(error, 'too-many-tries'));
      assert.ok(error.details['retryAfterSeconds']);
      return false;
    }
  };
  const isGood = (address: string): void => {
    isTaken(address);
    giveBack();
  };
  return { clock, isTaken, isGood };
}

test('an address has so many tries, and gets them back evenly', () => {
  const { clock, isTaken } = limitsAt({});
  assert.deepEqual(
    [1, 2, 3, 4].map(() => isTaken('10.0.0.1')),
    [true, true, true, false],
  );
  assert.equal(isTaken('10.0.0.2'), true);
  clock.nowMs += 19_000;
  assert.equal(isTaken('10.0.0.1'), false);
  clock.nowMs += 1001;
  assert.deepEqual(
    [1, 2].map(() => isTaken('10.0.0.1')),
    [true, false],
  );
});

test('a good try does not count', () => {
  const { isTaken, isGood } = limitsAt({ ofAll: 2 });
  for (let tries = 0; tries < 10; tries += 1) isGood('10.0.0.1');
  assert.deepEqual(
    [1, 2, 3].map(() => isTaken('10.0.0.1')),
    [true, true, false],
  );
});

test('all addresses together have so many tries', () => {
  const { isTaken } = limitsAt({ ofAll: 5 });
  const taken = Array.from({ length: 8 }, (_, index) => isTaken(`10.0.0.${index}`));
  assert.equal(taken.filter(Boolean).length, 5);
});

test('addresses of one IPv6 network count as one', () => {
  const { isTaken } = limitsAt({});
  assert.deepEqual(['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:db8:0::3:4', '2001:db8::9'].map(isTaken), [
    true,
    true,
    true,
    false,
  ]);
  assert.equal(isTaken('2001:db8:0:1::1'), true);
});

test('only so many addresses are remembered, the newest', () => {
  const { isTaken } = limitsAt({ ofAddress: 1, maxAddresses: 2 });
  assert.deepEqual(['a', 'b', 'c', 'c', 'a'].map(isTaken), [true, true, true, false, true]);
});

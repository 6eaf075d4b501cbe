import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberCostly } from './remember-costly.ts';

test('costly work is done once for all who ask meanwhile and soon after, cheap work for everybody', async () => {
  let nowMs = 0;
  let tookMs = 500;
  let count = 0;
  const ask = rememberCostly(
    async () => {
      await Promise.resolve();
      nowMs += tookMs;
      count += 1;
      if (tookMs === 13) throw new Error('broken');
      return count;
    },
    { monotonicMs: () => nowMs },
  );
  assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
  nowMs += 4999;
  assert.equal(await ask(), 1);
  nowMs += 1;
  tookMs = 20;
  assert.deepEqual(await Promise.all([ask(), ask()]), [2, 2]);
  assert.equal(await ask(), 3);
  tookMs = 13;
  await assert.rejects(ask(), /broken/);
  await assert.rejects(ask(), /broken/);
  tookMs = 100_000;
  assert.equal(await ask(), 6);
  nowMs += 29_999;
  assert.equal(await ask(), 6);
  nowMs += 1;
  assert.equal(await ask(), 7);
});

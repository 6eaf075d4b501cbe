import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { coalesceWork } from './coalesced-work.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const throwIt = (error: unknown): never => {
  throw error;
};

describe('work that is asked for often', () => {
  test('is done once for all that asked while it ran', async () => {
    let runs = 0;
    const work = coalesceWork(async () => {
      runs += 1;
      await turn();
    }, throwIt);
    for (let asked = 0; asked < 3; asked += 1) work.request();
    await work.idle();
    assert.equal(runs, 2);
  });

  test('what was asked for is done some time, though more is asked for all the time', async () => {
    let isOver = false;
    const begun: number[] = [];
    const work = coalesceWork(async () => {
      begun.push(begun.length);
      await turn();
      if (!isOver) work.request();
    }, throwIt);
    work.request();
    const first = work.done();
    work.request();
    const second = work.done();
    await first;
    await second;
    assert.ok(begun.length >= 2);
    isOver = true;
    await work.idle();
    await work.done();
  });

  test('that failed is done too', async () => {
    const errors: unknown[] = [];
    const work = coalesceWork(
      () => Promise.reject(new Error('away')),
      (error) => errors.push(error),
    );
    await work.done();
    work.request();
    await work.done();
    assert.equal(errors.length, 1);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createWorkQueue } from './work-queue.ts';

test('runs no more at once than allowed, in order, and refuses when too many wait', async () => {
  const queue = createWorkQueue({ concurrency: 2, maxWaiting: 2, onFull: () => new Error('full') });
  const begun: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const results = gates.map((gate, index) =>
    queue.run(() => {
      begun.push(index);
      return gate.promise;
    }),
  );
  await assert.rejects(
    queue.run(() => Promise.resolve(9)),
    /full/,
  );
  assert.deepEqual(begun, [0, 1]);
  gates[1]?.resolve(1);
  assert.equal(await results[1], 1);
  await setImmediate();
  assert.deepEqual(begun, [0, 1, 2]);
  gates[0]?.reject(new Error('broken'));
  await assert.rejects(results[0] ?? Promise.resolve(), /broken/);
  await setImmediate();
  assert.deepEqual(begun, [0, 1, 2, 3]);
  gates[2]?.resolve(2);
  gates[3]?.resolve(3);
  assert.deepEqual(await Promise.all(results.slice(2)), [2, 3]);
});

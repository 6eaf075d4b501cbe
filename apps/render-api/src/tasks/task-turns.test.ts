import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTaskTurns } from './task-turns.ts';

test('work on one task waits for its turn, work on another does not, and a failure stops nobody', async () => {
  const turns = createTaskTurns();
  const order: string[] = [];
  const gate = Promise.withResolvers<undefined>();
  const first = turns.take(1, async () => {
    order.push('first begins');
    await gate.promise;
    order.push('first ends');
    throw new Error('broken');
  });
  const second = turns.take(1, async () => {
    order.push('second');
    return 2;
  });
  await turns.take(2, async () => {
    order.push('other task');
  });
  gate.resolve(undefined);
  await assert.rejects(first, /broken/);
  assert.equal(await second, 2);
  assert.deepEqual(order, ['first begins', 'other task', 'first ends', 'second']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDelayedActions } from './delayed-actions.ts';

function start() {
  const timers = new Map<number, () => void>();
  const actions = createDelayedActions({
    set: (run, ms) => {
      timers.set(ms, run);
      return ms;
    },
    clear: (ms) => void timers.delete(ms as number),
  });
  const done: string[] = [];
  return { actions, done, fire: (ms: number) => timers.get(ms)?.(), timers };
}

test('happens once, after a while', () => {
  const { actions, done, fire } = start();
  actions.later(() => done.push('a'), 1);
  assert.deepEqual(done, []);
  fire(1);
  fire(1);
  actions.flush();
  assert.deepEqual(done, ['a']);
});

test('does not happen when it is taken back in time', () => {
  const { actions, done, timers } = start();
  const undo = actions.later(() => done.push('a'), 1);
  undo();
  actions.flush();
  assert.deepEqual([done, timers.size], [[], 0]);
});

test('happens at once when the page is left, and no second time', () => {
  const { actions, done, fire } = start();
  actions.later(() => done.push('a'), 1);
  const undo = actions.later(() => done.push('b'), 2);
  actions.flush();
  undo();
  fire(1);
  assert.deepEqual(done, ['a', 'b']);
});

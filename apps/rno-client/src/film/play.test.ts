import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameAfter, framesAhead, indexOfFrame } from './play.ts';

const playable = [1, 2, 5, 9];

test('a frame without a picture stands for the one before it', () => {
  assert.deepEqual(
    [0, 1, 4, 5, 100].map((frame) => indexOfFrame(playable, frame)),
    [0, 0, 1, 2, 3],
  );
});

test('films go on over gaps, and end or go round', () => {
  const once = { by: 1, isLooped: false };
  assert.deepEqual([frameAfter(playable, 2, once), frameAfter(playable, 9, once)], [5, undefined]);
  assert.equal(frameAfter(playable, 9, { by: 1, isLooped: true }), 1);
  assert.equal(frameAfter(playable, 1, { by: -1, isLooped: true }), 9);
  assert.equal(frameAfter([], 1, { by: 1, isLooped: true }), undefined);
});

test('what comes next is known', () => {
  assert.deepEqual(framesAhead(playable, 2, { count: 1 }), [5]);
  assert.deepEqual(framesAhead(playable, 5, { count: 3 }), [9, 1, 2]);
  assert.deepEqual(framesAhead([7], 7, { count: 3 }), []);
  assert.deepEqual(framesAhead(playable, 2, { count: 2, direction: -1 }), [1, 9]);
  assert.deepEqual(framesAhead([], 2, { count: 2 }), []);
});

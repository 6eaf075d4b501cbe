import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dragOver, nothingSelected, selectedOf, toggle, toggleAll } from './selection.ts';

const order = [9, 7, 5, 3];
const one = { isRange: false, order };
const range = { isRange: true, order };

test('Shift chooses all from where the choosing began, in either direction', () => {
  const begun = toggle(nothingSelected, 5, one);
  assert.deepEqual(selectedOf(toggle(begun, 9, range), order), [9, 7, 5]);
  assert.deepEqual(selectedOf(toggle(begun, 3, range), order), [5, 3]);
  assert.deepEqual(selectedOf(toggle(nothingSelected, 3, range), order), [3]);
});

test('a second click gives one up', () => {
  assert.deepEqual(selectedOf(toggle(toggle(nothingSelected, 5, one), 5, one), order), []);
});

test('a drag chooses what it goes over, and gives up what it goes back from', () => {
  const before = toggle(nothingSelected, 3, one);
  assert.deepEqual(selectedOf(dragOver(before, { from: 5, to: 9, order }), order), order);
  assert.deepEqual(selectedOf(dragOver(before, { from: 5, to: 7, order }), order), [7, 5, 3]);
});

test('all, and then none', () => {
  const all = toggleAll(toggle(nothingSelected, 5, one), order);
  assert.deepEqual(selectedOf(all, order), order);
  assert.deepEqual(selectedOf(toggleAll(all, order), order), []);
});

test('what is no longer listed is not chosen', () => {
  assert.deepEqual(selectedOf(toggleAll(nothingSelected, order), [7]), [7]);
});

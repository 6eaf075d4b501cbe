import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeyReader, sequenceMs } from './match-keys.ts';

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });
const reader = () => createKeyReader(() => ['?', 'g t', 'g m', 't', 'mod+k', 'Escape']);

test('reads keys, combinations and sequences', () => {
  const read = reader();
  assert.equal(read(press('?'), 0), '?');
  assert.equal(read(press('k', true), 0), 'mod+k');
  assert.equal(read(press('K'), 0), undefined);
  assert.equal(read(press('Escape'), 0), 'Escape');
  assert.equal(read(press('g'), 0), undefined);
  assert.equal(read(press('m'), 10), 'g m');
  assert.equal(read(press('t'), 20), 't', 'a sequence is used up when it is complete');
});

test('forgets the first key of a sequence that is not gone on with', () => {
  const read = reader();
  read(press('g'), 0);
  assert.equal(read(press('t'), sequenceMs + 1), 't');
  read(press('g'), 0);
  assert.equal(read(press('x'), 1), undefined);
  assert.equal(read(press('m'), 2), undefined);
});

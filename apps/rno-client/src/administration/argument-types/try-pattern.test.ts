import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryPattern } from './try-pattern.ts';

test('values are taken and refused as RenderAPI does', () => {
  const natural = tryPattern({ type: 'natural', regex: null }, ['12', '-1', '12\n']);
  assert.deepEqual(natural, { isUsable: true, isTaken: [true, false, false] });
  assert.deepEqual(tryPattern({ type: 'word', regex: 'PNG|JPEG' }, ['PNG', 'PNGs']).isTaken, [true, false]);
});

test('a pattern that cannot be read, and a type that nobody knows, are not usable', () => {
  assert.deepEqual(tryPattern({ type: 'word', regex: '(' }, ['a']), { isUsable: false, isTaken: [false] });
  assert.equal(tryPattern({ type: 'wrod', regex: null }, []).isUsable, false);
});

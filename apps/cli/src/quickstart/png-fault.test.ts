import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinyPng } from '../testing/tiny-png.ts';
import { pngFault } from './png-fault.ts';

test('a whole picture has no fault', () => {
  assert.equal(pngFault(tinyPng()), undefined);
});

test('every way of being cut short is noticed', () => {
  const whole = tinyPng();
  for (let length = 0; length < whole.length; length++) {
    assert.notEqual(pngFault(whole.subarray(0, length)), undefined, `${length} bytes`);
  }
  assert.equal(pngFault(tinyPng(1)), 'some of its pixels are missing');
});

test('damage is noticed', () => {
  const damaged = tinyPng();
  damaged[45] = (damaged[45] ?? 0) ^ 1;
  assert.equal(pngFault(damaged), 'it is damaged');
  assert.equal(pngFault(Buffer.from('<html>')), 'it is not a PNG');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, formatBytes, formatDuration, formatRate } from './measures.ts';

test('durations', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0s'],
    [-5, '0s'],
    [59_400, '59s'],
    [59_600, '1m 00s'],
    [93_784, '1m 34s'],
    [3_600_000, '1h 00m'],
    [200_000_000, '2d 7h'],
  ];
  for (const [milliseconds, text] of table) assert.equal(formatDuration(milliseconds), text);
});

test('bytes, rates, counts and times', () => {
  assert.equal(formatBytes(1023), '1023 B');
  assert.equal(formatBytes(1_572_864), '1.5 MiB');
  assert.equal(formatBytes(2 ** 60), '1024 PiB');
  assert.equal(formatRate(2.5), '2.5 frames/s');
  assert.equal(formatRate(0.25), '4.0 s/frame');
  assert.equal(formatRate(0), '');
  assert.equal(count(1, 'frame'), '1 frame');
  assert.equal(count(0, 'frame'), '0 frames');
});

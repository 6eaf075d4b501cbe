import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from './announce-farm.ts';

test('a RenderAPI that nobody else can reach is not announced', () => {
  const answers = ['127.0.0.1', '127.1.2.3', '::1', 'localhost', '0.0.0.0', '::', '192.168.1.5'].map(
    isLoopback,
  );
  assert.deepEqual(answers, [true, true, true, true, false, false, false]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countdown, isLoopback, joinLine } from './join-line.ts';

test('the line is one that the shell of its system takes', () => {
  const line = 'renderonline node --join http://farm:5000 --code ABCD-EFGH';
  assert.equal(joinLine('unix', 'http://farm:5000', 'ABCD-EFGH'), `npx ${line}`);
  assert.equal(joinLine('windows', 'http://farm:5000', 'ABCD-EFGH'), `npx.cmd ${line}`);
});

test('an address of this computer alone is known', () => {
  assert.deepEqual(['localhost', '127.0.0.1', '[::1]'].map(isLoopback), [true, true, true]);
  assert.deepEqual(['farm.local', '192.168.1.2', '127.example.com'].map(isLoopback), [false, false, false]);
});

test('time runs out, and stays out', () => {
  assert.deepEqual([899_001, 60_000, 400, -5].map(countdown), ['15:00', '1:00', '0:01', '0:00']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countdown, isLoopback, joinLine } from './join-line.ts';

test('the line is one that the shell of its system takes', () => {
  const line = 'renderonline node --join http://farm:5000 --code ABCD-EFGH';
  const pairing = { code: 'ABCD-EFGH', certificateSha256: null };
  assert.equal(joinLine('unix', 'http://farm:5000', pairing), `npx ${line}`);
  assert.equal(joinLine('windows', 'http://farm:5000', pairing), `npx.cmd ${line}`);
});

test('a certificate that a computer cannot check is in the line, but not of a way to RenderAPI without one', () => {
  const pairing = { code: 'ABCD-EFGH', certificateSha256: 'ab12' };
  assert.match(joinLine('unix', 'https://farm', pairing), /--code ABCD-EFGH --fingerprint ab12$/);
  assert.match(joinLine('unix', 'http://farm', pairing), /--code ABCD-EFGH$/);
});

test('an address of this computer alone is known', () => {
  assert.deepEqual(['localhost', '127.0.0.1', '[::1]'].map(isLoopback), [true, true, true]);
  assert.deepEqual(['farm.local', '192.168.1.2', '127.example.com'].map(isLoopback), [false, false, false]);
});

test('time runs out, and stays out', () => {
  assert.deepEqual([899_001, 60_000, 400, -5].map(countdown), ['15:00', '1:00', '0:01', '0:00']);
});

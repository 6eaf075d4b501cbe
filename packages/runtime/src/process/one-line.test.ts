import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainError } from '@renderonline/domain';
import { errorInOneLine } from './one-line.ts';

test('a system error comes with what to do', () => {
  const error = Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:5000'), {
    code: 'EADDRINUSE',
  });
  assert.match(errorInOneLine(error), /127\.0\.0\.1:5000: the port is taken .* choose another port/);
});

test('an error of ours comes with the catalogue’s advice, on one line', () => {
  const line = errorInOneLine(domainError('configuration-invalid', 'farm.json:\n  "Port" must be integer'));
  assert.match(line, /^farm\.json: "Port" must be integer\. /);
  assert.doesNotMatch(line, /\n/);
});

test('anything thrown is told', () => {
  assert.equal(errorInOneLine('plain'), 'plain');
});

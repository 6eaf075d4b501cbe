import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAllowed } from './expression.ts';

test('an expression is kept by one side of each OR and both sides of each AND', () => {
  const allowed = new Set(['MIT', 'ISC']);
  for (const [expression, isKept] of [
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['Apache-2.0 OR MIT', true],
    ['Apache-2.0/MIT', true],
    ['Apache-2.0 AND ISC', false],
    ['MIT AND ISC', true],
    ['GPL-3.0-only AND ISC OR MIT', true],
    ['(MIT OR Apache-2.0) AND Unicode-3.0', false],
    ['(Apache-2.0 OR MIT) AND ISC', true],
    ['MIT WITH Some-exception', true],
    ['GPL-2.0-only WITH Classpath-exception-2.0', false],
    ['', false],
    ['MIT MIT', false],
    ['(MIT', false],
  ] as const) {
    assert.equal(isAllowed(expression, allowed), isKept, expression);
  }
});

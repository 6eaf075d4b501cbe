import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedCrates } from './policy.ts';

test('crates are refused that ask for more than to be named, unless somebody has looked at them', () => {
  const crates = [
    ['ours', 'MIT'],
    ['free', 'Apache-2.0 OR MIT'],
    ['copyleft', 'GPL-3.0-only'],
    ['silent', ''],
    ['selectors', 'MPL-2.0'],
    ['dtoa-short', 'GPL-2.0-only'],
  ].map(([name = '', licence = '']) => ({ name, licence, version: '1.0.0', repository: '', manifest: '' }));
  assert.deepEqual(refusedCrates(crates), [
    'copyleft 1.0.0: GPL-3.0-only',
    'silent 1.0.0: no licence',
    'dtoa-short 1.0.0: GPL-2.0-only',
  ]);
});

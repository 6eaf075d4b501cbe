import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFileName } from './file-name-header.ts';

const cases: [raw: string, decoded: string][] = [
  ['scene.blend', 'scene.blend'],
  [String.raw`C:\scenes\scene.blend`, String.raw`C:\scenes\scene.blend`],
  ['=?utf-8?B?c2PDqW5lLmJsZW5k?=', 'scéne.blend'],
  ['=?utf-8?Q?sc=C3=A9ne_1.blend?=', 'scéne 1.blend'],
  ['=?no-such-charset?B?AAAA?=', '=?no-such-charset?B?AAAA?='],
  ['=?utf-8?B?/w==?=', '=?utf-8?B?/w==?='],
];
for (const [raw, decoded] of cases) {
  test(`${raw} is ${decoded}`, () => {
    assert.equal(decodeFileName(raw), decoded);
  });
}

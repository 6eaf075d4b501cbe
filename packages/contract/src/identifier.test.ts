import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierNumber, identifierText } from './index.ts';

const cases: [identifier: string | number, text: string | undefined, number: number | undefined][] = [
  [0, '0', 0],
  ['007', '7', 7],
  ['9007199254740991', '9007199254740991', Number.MAX_SAFE_INTEGER],
  ['9007199254740993', '9007199254740993', undefined],
  ['18446744073709551615', '18446744073709551615', undefined],
  ['18446744073709551616', undefined, undefined],
];

for (const [identifier, text, number] of cases) {
  test(`the id ${identifier} is ${text ?? 'none'} in messages and ${number ?? 'none'} in the database`, () => {
    assert.equal(identifierText(identifier), text);
    assert.equal(identifierNumber(identifier), number);
  });
}

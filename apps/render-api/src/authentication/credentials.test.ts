import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialsOf } from './credentials.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

const asNodeReadsThem = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test('headers are read as UTF-8, and as Latin-1 when they are not that', () => {
  assert.deepEqual(
    credentialsOf({ email: asNodeReadsThem('jürgen@例え.jp'), token: asNodeReadsThem('ключ') }),
    { email: 'jürgen@例え.jp', token: 'ключ' },
  );
  assert.deepEqual(credentialsOf({ email: 'j\u00fcrgen@x.de', token: 't' }), {
    email: 'jürgen@x.de',
    token: 't',
  });
});

for (const headers of [
  {},
  { email: 'a@b.c' },
  { token: 't' },
  { email: ' ', token: 't' },
  { email: 'a', token: '' },
]) {
  test(`no credentials: ${JSON.stringify(headers)}`, () => {
    assert.equal(credentialsOf(headers), undefined);
  });
}

test('remembered tokens are bound to the stored hash, and the oldest are forgotten', () => {
  const verified = createVerifiedTokens(2);
  verified.add('hash-1', 'token');
  assert.equal(verified.has('hash-1', 'token'), true);
  assert.equal(verified.has('hash-2', 'token'), false);
  assert.equal(verified.has('hash-1', 'other'), false);
  verified.add('hash-2', 'token');
  verified.has('hash-1', 'token');
  verified.add('hash-3', 'token');
  assert.equal(verified.has('hash-1', 'token'), true);
  assert.equal(verified.has('hash-2', 'token'), false);
});

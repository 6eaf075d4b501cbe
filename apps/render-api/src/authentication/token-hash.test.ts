import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generateToken, hashToken, isTokenHash, verifyTokenHash } from './token-hash.ts';

describe('token hashes', () => {
  test('match the token that was hashed and no other', async () => {
    const hash = await hashToken('my-secret-token');
    assert.match(hash, /^\$scrypt\$ln=14,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    assert.ok(isTokenHash(hash));
    assert.equal(await verifyTokenHash(hash, 'my-secret-token'), true);
    assert.equal(await verifyTokenHash(hash, 'my-secret-tokem'), false);
    assert.equal(await verifyTokenHash(hash, ''), false);
    assert.equal(await verifyTokenHash(hash, hash), false);
  });

  test('are salted', async () => {
    assert.notEqual(await hashToken('same'), await hashToken('same'));
  });

  const unreadable = [
    '',
    'plain',
    '$scrypt$',
    '$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$scrypt$ln=14,r=8,p=1$$',
    '$scrypt$ln=14,r=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ];
  for (const stored of unreadable) {
    test(`that cannot be read never match: ${stored}`, async () => {
      assert.equal(await verifyTokenHash(stored, stored), false);
    });
  }

  test('are made of tokens that no two users share', () => {
    assert.match(generateToken(), /^rno_[\w-]{43}$/);
    assert.notEqual(generateToken(), generateToken());
  });
});

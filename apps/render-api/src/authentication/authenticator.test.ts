import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  addSubscription,
  addUser,
  findUserByEmail,
  migrateDatabase,
  openDatabase,
  updateUser,
} from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createAuthenticator } from './authenticator.ts';
import { generateToken, hashToken, verifyTokenHash } from './token-hash.ts';

async function startAuthenticator(stored: string) {
  const database = await openDatabase('Data Source=:memory:');
  await migrateDatabase(database);
  await addSubscription(database.db, { subscriptionId: 1, name: 'Default', queueLimit: 3 });
  const person = { firstName: 'Test', lastName: 'User', subscriptionId: 1 };
  const { userId } = await addUser(database.db, {
    ...person,
    email: 'user@example.com',
    isActive: true,
    token: stored,
  });
  await addUser(database.db, { ...person, email: 'gone@example.com', isActive: false, token: 'gone-token' });
  const lines: string[] = [];
  const log = createLogger({
    name: 'test',
    level: 'trace',
    destination: { write: (line) => void lines.push(line) },
  });
  let scrypts = 0;
  const authenticator = createAuthenticator({
    database,
    log,
    monotonicMs: () => 0,
    hashing: {
      hash: (token) => {
        scrypts += 1;
        return hashToken(token);
      },
      verify: (hash, token) => {
        scrypts += 1;
        return verifyTokenHash(hash, token);
      },
    },
  });
  return {
    database,
    userId,
    lines,
    storedToken: async () => (await findUserByEmail(database.db, { email: 'user@example.com' }))?.token ?? '',
    /** Whether the credentials are good, and how many scrypts it took to find out. */
    tryOut: async (email: string, token: string, address?: string) => {
      const before = scrypts;
      const isGood = await authenticator.authenticate({ email, token }, address).then(
        () => true,
        (error: unknown) => {
          const { code } = error as { code: string };
          assert.equal(code, scrypts === before ? 'too-many-tries' : 'unauthorized');
          return false;
        },
      );
      return { isGood, scrypts: scrypts - before };
    },
  };
}

const good = { isGood: true, scrypts: 1 };
const remembered = { isGood: true, scrypts: 0 };
const refused = { isGood: false, scrypts: 1 };

describe('signing in', () => {
  test('with a plain-text token works, and leaves its hash in the database', async () => {
    const { tryOut, storedToken, lines, database } = await startAuthenticator('my-secret-token');
    assert.deepEqual(await tryOut('user@example.com', 'wrong'), refused);
    assert.equal(await storedToken(), 'my-secret-token');
    assert.deepEqual(await tryOut('user@example.com', 'my-secret-token'), good);
    const hash = await storedToken();
    assert.ok(await verifyTokenHash(hash, 'my-secret-token'));
    assert.deepEqual(await tryOut('user@example.com', 'my-secret-token'), remembered);
    assert.deepEqual(await tryOut('user@example.com', hash), refused);
    assert.doesNotMatch(lines.join(''), /my-secret-token|scrypt/);
    await database.close();
  });

  test('by many at once with a plain-text token lets all of them in', async () => {
    const { tryOut, storedToken, database } = await startAuthenticator('my-secret-token');
    const results = await Promise.all(
      Array.from({ length: 5 }, () => tryOut('user@example.com', 'my-secret-token')),
    );
    assert.ok(results.every(({ isGood }) => isGood));
    assert.ok(await verifyTokenHash(await storedToken(), 'my-secret-token'));
    await database.close();
  });

  test('costs the same scrypt whatever is wrong', async () => {
    const { tryOut, database } = await startAuthenticator(await hashToken('my-secret-token'));
    assert.deepEqual(await tryOut('user@example.com', 'wrong'), refused);
    assert.deepEqual(await tryOut('nobody@example.com', 'my-secret-token'), refused);
    assert.deepEqual(await tryOut('gone@example.com', 'gone-token'), refused);
    assert.deepEqual(await tryOut('user@example.com', 'my-secret-token'), good);
    await database.close();
  });

  test('ends at once when the user is deactivated or gets another token', async () => {
    const { tryOut, database, userId } = await startAuthenticator(await hashToken('old'));
    assert.deepEqual(await tryOut('user@example.com', 'old'), good);
    await updateUser(database.db, { userId, token: await hashToken('new') });
    assert.deepEqual(await tryOut('user@example.com', 'old'), refused);
    assert.deepEqual(await tryOut('user@example.com', 'new'), good);
    await updateUser(database.db, { userId, isActive: false });
    assert.deepEqual(await tryOut('user@example.com', 'new'), refused);
    await database.close();
  });

  test('with a token of ours is not held up by those who guess from the same address', async () => {
    const ours = generateToken();
    const { tryOut, database } = await startAuthenticator(await hashToken(ours));
    const from = (token: string) => tryOut('user@example.com', token, '10.0.0.1');
    assert.deepEqual(await from(ours), good);
    await Promise.all(Array.from({ length: 30 }, (_, number) => from(`guess ${number}`)));
    const heldUp = { isGood: false, scrypts: 0 };
    assert.deepEqual([await from('guess 30'), await from(generateToken())], [heldUp, heldUp]);
    assert.deepEqual(await from(ours), remembered);
    await database.close();
  });

  test('with no token is no way into an account without one', async () => {
    const { tryOut, database } = await startAuthenticator('a token');
    // Our own operations refuse an empty token; rows of 1.x may have one.
    await database.db.updateTable('users').set({ token: '' }).execute();
    assert.deepEqual(await tryOut('user@example.com', ''), refused);
    await database.close();
  });
});

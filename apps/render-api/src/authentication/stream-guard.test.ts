import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import {
  addSubscription,
  addUser,
  migrateDatabase,
  openDatabase,
  removeUser,
  updateUser,
  type Database,
  type User,
} from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createFakeClock } from '../scheduling/testing/fake-clock.ts';
import { createStreamGuard } from './stream-guard.ts';

describe('a stream ends', () => {
  let database: Database;
  let users = 0;
  before(async () => {
    database = await openDatabase('Data Source=:memory:');
    await migrateDatabase(database);
    await addSubscription(database.db, { subscriptionId: 1, name: 'Default', queueLimit: 3 });
  });
  after(() => database.close());

  function addAdmin(): Promise<User> {
    users += 1;
    return addUser(database.db, {
      ...{ firstName: '', lastName: '', subscriptionId: 1, isActive: true, role: 'admin' },
      ...{ email: `user-${users}@example.com`, token: `token-${users}` },
    });
  }

  const changes: readonly [string, needsAdmin: boolean, (userId: number) => Promise<unknown>][] = [
    ['is locked out', false, (userId) => updateUser(database.db, { userId, isActive: false })],
    ['has another token', false, (userId) => updateUser(database.db, { userId, token: 'another' })],
    ['is removed', false, (userId) => removeUser(database.db, { userId })],
    ['is no admin any more', true, (userId) => updateUser(database.db, { userId, role: 'user' })],
  ];
  for (const [what, needsAdmin, change] of changes) {
    test(`within half a minute when its user ${what}, and no other does`, async () => {
      const clock = createFakeClock();
      const guard = createStreamGuard({
        database,
        clock,
        log: createLogger({ name: 'test', level: 'silent' }),
      });
      const open = (user: User) => {
        const stream = new PassThrough();
        guard.watch(stream, { user, needsAdmin });
        return stream;
      };
      const [changed, same] = [await addAdmin(), await addAdmin()];
      const [ending, staying] = [open(changed), open(same)];
      await clock.advance(60_000);
      assert.equal(ending.destroyed, false);
      await change(changed.userId);
      await clock.advance(30_000);
      assert.deepEqual([ending.destroyed, staying.destroyed], [true, false]);
      await change(same.userId);
      await guard.look();
      assert.equal(staying.destroyed, true, 'at once, when it is told to look');
      guard.close();
    });
  }

  test('when the session of its browser has', async () => {
    const clock = createFakeClock();
    const guard = createStreamGuard({
      database,
      clock,
      log: createLogger({ name: 'test', level: 'silent' }),
    });
    const stream = new PassThrough();
    guard.watch(stream, { user: await addAdmin(), sessionId: 1, needsAdmin: false });
    await clock.advance(30_000);
    assert.equal(stream.destroyed, true);
    guard.close();
  });

  test('not because the database does not answer', async () => {
    const broken = await openDatabase('Data Source=:memory:'); // without any table
    const guard = createStreamGuard({
      ...{ database: broken, clock: createFakeClock() },
      log: createLogger({ name: 'test', level: 'silent' }),
    });
    const stream = new PassThrough();
    guard.watch(stream, { user: await addAdmin(), needsAdmin: false });
    await guard.look();
    assert.equal(stream.destroyed, false);
    guard.close();
    await broken.close();
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addSubscription,
  addUser,
  findUserByEmail,
  keepingAnAdmin,
  listUserNames,
  listUsers,
  removeUser,
  replaceUserToken,
  updateUser,
  type Database,
  type User,
} from '../index.ts';
import { buildFarm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseUsers(newPlace: NewPlace): void {
  describe('users', () => {
    let database: Database;
    let ada: User;

    before(async () => {
      database = await openMigrated(newPlace);
      const { subscriptionId } = await addSubscription(database.db, { name: 'Default', queueLimit: 3 });
      ada = await addUser(database.db, {
        firstName: 'Ada',
        lastName: 'Lovelace',
        email: 'Ada@Example.com',
        subscriptionId,
        isActive: true,
        token: 'Plain',
      });
    });
    after(() => database.close());

    const another = (changes: Partial<User>) => {
      const { userId: _, ...fields } = ada;
      return addUser(database.db, { ...fields, email: 'other@example.com', ...changes });
    };

    test('an e-mail is found in any case, and neither in part nor with other accents', async () => {
      assert.deepEqual(await findUserByEmail(database.db, { email: 'ada@example.COM' }), ada);
      for (const email of ['ada@example', 'adá@example.com', 'ada\u200b@example.com']) {
        assert.equal(await findUserByEmail(database.db, { email }), undefined);
      }
    });

    test('an e-mail that another has, in any case, is refused', async () => {
      await assert.rejects(another({ email: 'ADA@example.com' }), { code: 'duplicate-email' });
    });

    test('an id that another has is refused as such', async () => {
      await assert.rejects(another({ userId: ada.userId }), { code: 'already-exists' });
    });

    test('an unknown subscription is refused', async () => {
      await assert.rejects(another({ subscriptionId: 999 }), { code: 'subscription-not-found' });
    });

    test('what does not fit is refused alike everywhere', async () => {
      await assert.rejects(another({ firstName: 'x'.repeat(256) }), { code: 'value-invalid' });
      await assert.rejects(another({ email: '' }), { code: 'value-invalid' });
      await assert.rejects(another({ lastName: 'a\0b' }), { code: 'value-invalid' });
    });

    test('users come in pages', async () => {
      const all = await listUsers(database.db);
      const more = await another({ email: 'page@example.com' });
      assert.deepEqual(await listUsers(database.db), [...all, more]);
      assert.deepEqual(await listUsers(database.db, { limit: 1 }), all.slice(0, 1));
      const [first] = all;
      const rest = await listUsers(database.db, { limit: 50, afterUserId: first?.userId ?? 0 });
      assert.deepEqual(rest, [...all.slice(1), more]);
      const { userId, firstName, lastName } = more;
      const names = await listUserNames(database.db, { userIds: [userId, 999_999] });
      assert.deepEqual(names, [{ userId, firstName, lastName }]);
      assert.deepEqual(await listUserNames(database.db, { userIds: [] }), []);
      await removeUser(database.db, { userId: more.userId });
    });

    test('a token is replaced only while it is the previous one, byte for byte', async () => {
      const replace = (previousToken: string, token: string) =>
        replaceUserToken(database.db, { userId: ada.userId, previousToken, token });
      assert.equal(await replace('plain', 'x'), false);
      assert.equal(await replace('Plain', 'hash'), true);
      assert.equal(await replace('Plain', 'late'), false);
      assert.equal((await findUserByEmail(database.db, { email: ada.email }))?.token, 'hash');
    });

    test('an update changes what it names, and says what is now', async () => {
      const user = await another({ email: 'update@example.com', token: 't' });
      const updated = await updateUser(database.db, { userId: user.userId, isActive: false, lastName: 'B' });
      assert.deepEqual(updated, { ...user, isActive: false, lastName: 'B' });
      assert.deepEqual(await updateUser(database.db, { userId: user.userId }), updated);
      await assert.rejects(updateUser(database.db, { userId: user.userId, email: ada.email }), {
        code: 'duplicate-email',
      });
      await assert.rejects(updateUser(database.db, { userId: 999, lastName: 'C' }), {
        code: 'user-not-found',
      });
    });

    test('a user is no admin unless somebody says so, and the last one stays', async () => {
      assert.equal(ada.role, 'user');
      const { userId } = await another({ email: 'admin@example.com', role: 'admin' });
      const second = await another({ email: 'second@example.com', role: 'admin' });
      const demote = (id: number, changes: Partial<User>) =>
        keepingAnAdmin(database, (trx) => updateUser(trx, { ...changes, userId: id }));
      // Both at once: whoever comes second finds nobody else left.
      const both = await Promise.allSettled([
        demote(userId, { role: 'user' }),
        demote(second.userId, { isActive: false }),
      ]);
      assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
      const [admin] = (await listUsers(database.db)).filter(
        ({ role, isActive }) => isActive && role === 'admin',
      );
      await assert.rejects(demote(admin?.userId ?? 0, { role: 'user' }), { code: 'last-admin' });
      await assert.rejects(
        keepingAnAdmin(database, (trx) => removeUser(trx, { userId: admin?.userId ?? 0 })),
        { code: 'last-admin' },
      );
      assert.ok((await listUsers(database.db)).some(({ role, isActive }) => isActive && role === 'admin'));
    });

    test('a user is removed unless there are tasks', async () => {
      const { userId } = await another({ email: 'gone@example.com' });
      await removeUser(database.db, { userId });
      assert.ok(!(await listUsers(database.db)).some((user) => user.userId === userId));
      await assert.rejects(removeUser(database.db, { userId }), { code: 'user-not-found' });
      const farm = await buildFarm(database);
      await farm.submit();
      await assert.rejects(removeUser(database.db, { userId: farm.userId }), {
        code: 'still-in-use',
        message: /1 task\b/,
      });
    });
  });
}

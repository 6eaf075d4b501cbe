import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  findUserByEmail,
  hasUsers,
  listArgumentTypes,
  listEngines,
  listSubscriptions,
  listUsers,
  setUpFarm,
  type Database,
} from '../index.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseSetup(newPlace: NewPlace): void {
  describe('set-up', () => {
    let database: Database;
    before(async () => {
      database = await openMigrated(newPlace);
    });
    after(() => database.close());

    const setUp = (email: string) =>
      setUpFarm(database, {
        admin: { firstName: 'Ada', lastName: 'Lovelace', email, token: 'hash' },
        subscription: { name: 'Default', queueLimit: 1000 },
        engines: [
          {
            name: 'blender',
            extension: '.blend',
            downloadPath: '/srv',
            renderArgument: 'b',
            adapter: 'blender',
          },
        ],
        argumentTypes: [{ argtypeId: 'start_frame', type: 'natural', regex: null }],
      });

    test('of many at once one sets up a farm', async () => {
      assert.equal(await hasUsers(database.db), false);
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) => setUp(`admin${index}@example.com`)),
      );
      const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      assert.equal(made.length, 1);
      for (const result of results) {
        if (result.status === 'rejected')
          assert.equal((result.reason as { code: string }).code, 'setup-done');
      }
      assert.deepEqual(await listUsers(database.db), made);
      const admin = await findUserByEmail(database.db, { email: made[0]?.email ?? '' });
      assert.deepEqual([admin?.role, admin?.isActive], ['admin', true]);
      assert.equal((await listSubscriptions(database.db)).length, 1);
      assert.deepEqual(
        (await listEngines(database.db)).map(({ name, adapter }) => [name, adapter]),
        [['blender', 'blender']],
      );
      assert.equal((await listArgumentTypes(database.db)).length, 1);
      assert.equal(await hasUsers(database.db), true);
    });
  });
}

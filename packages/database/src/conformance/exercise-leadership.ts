import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  beatLeadership,
  readLeadership,
  releaseLeadership,
  takeLeadership,
  type Database,
} from '../index.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseLeadership(newPlace: NewPlace): void {
  describe('leadership', () => {
    let database: Database;
    before(async () => {
      database = await openMigrated(newPlace);
    });
    after(() => database.close());

    test('it is taken when free, kept by beating, and taken over when the beat stands still', async () => {
      assert.deepEqual(await readLeadership(database.db), { holder: null, generation: 0, beat: 0 });
      assert.deepEqual(await takeLeadership(database, { holder: 'a' }), { generation: 1 });
      assert.equal(await takeLeadership(database, { holder: 'b' }), undefined);
      const seen = await readLeadership(database.db);
      assert.equal(seen.holder, 'a');
      assert.equal(await beatLeadership(database.db, { generation: 1 }), true);
      assert.equal(await takeLeadership(database, { holder: 'b', expected: seen }), undefined);
      const stale = await readLeadership(database.db);
      assert.deepEqual(await takeLeadership(database, { holder: 'b', expected: stale }), { generation: 2 });
      assert.equal(await beatLeadership(database.db, { generation: 1 }), false);
      await releaseLeadership(database.db, { generation: 1 });
      assert.equal((await readLeadership(database.db)).holder, 'b');
      await releaseLeadership(database.db, { generation: 2 });
      assert.equal((await readLeadership(database.db)).holder, null);
      assert.equal(await beatLeadership(database.db, { generation: 2 }), false);
    });

    test('of many who try at once, one gets it', async () => {
      const takers = Array.from({ length: 6 }, (_, index) =>
        takeLeadership(database, { holder: `taker ${index}` }),
      );
      const taken = await Promise.all(takers);
      assert.equal(taken.filter((one) => one !== undefined).length, 1);
    });
  });
}

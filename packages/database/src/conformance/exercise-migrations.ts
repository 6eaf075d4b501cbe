import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { databaseVersion, migrateDatabase, openDatabase, type Database } from '../index.ts';
import { buildFarm } from './farm.ts';
import type { NewPlace } from './new-place.ts';

const limitMs = 60_000;

export function exerciseMigrations(newPlace: NewPlace): void {
  describe('migrations', () => {
    const opened: Database[] = [];
    afterEach(async () => {
      for (const database of opened.splice(0)) await database.close();
    });
    const open = async (connectionString: string) => {
      const database = await openDatabase(connectionString);
      opened.push(database);
      return database;
    };

    test('an empty database is brought to the latest version, and a second time nothing happens', async () => {
      const database = await open(await newPlace());
      const { latest } = await databaseVersion(database);
      assert.deepEqual(await databaseVersion(database), { current: null, latest });
      const first = await migrateDatabase(database);
      assert.equal(first.from, null);
      assert.equal(first.to, latest);
      assert.equal(first.applied.at(-1), latest);
      assert.deepEqual(await migrateDatabase(database), { from: latest, to: latest, applied: [] });
      assert.deepEqual(await databaseVersion(database), { current: latest, latest });
    });

    test('run again from the beginning, every migration changes nothing', async () => {
      const database = await open(await newPlace());
      await migrateDatabase(database);
      const farm = await buildFarm(database);
      const taskId = await farm.submit();
      await sql`delete from kysely_migration`.execute(database.db);
      await migrateDatabase(database);
      const frames = await database.db.selectFrom('frames').selectAll().execute();
      assert.equal(frames.filter((frame) => frame.task_id === taskId).length, 10);
    });

    test('a newer database is refused, with both versions named', async () => {
      const database = await open(await newPlace());
      const { to } = await migrateDatabase(database);
      await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2099-01-01T00:00:00.000Z')`.execute(
        database.db,
      );
      await assert.rejects(migrateDatabase(database), {
        code: 'database-newer-than-program',
        message: new RegExp(`9999-future.*${to}`),
      });
    });

    test('two programs that migrate at once both end well, and each migration runs once', async () => {
      const connectionString = await newPlace();
      const children = [1, 2].map(() =>
        fork(new URL('./migrate-in-child.ts', import.meta.url), [connectionString]),
      );
      const said = () =>
        Promise.all(
          children.map(async (child) => {
            const [message] = (await once(child, 'message', {
              signal: AbortSignal.timeout(limitMs),
            })) as unknown[];
            return message;
          }),
        );
      assert.deepEqual(await said(), ['open', 'open']);
      const applied = said();
      for (const child of children) child.send('go');
      const counts = (await applied).map(Number).sort((a, b) => a - b);
      const database = await open(connectionString);
      const { rows } = await sql`select name from kysely_migration`.execute(database.db);
      assert.deepEqual(counts, [0, rows.length]);
    });
  });
}

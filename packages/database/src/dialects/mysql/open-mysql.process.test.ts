import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { migrateDatabase, openDatabase, type Database, type OpenDatabaseOptions } from '../../index.ts';
import { startPrivateMariaDb, type PrivateMariaDb } from '../../testing/index.ts';
import { refuseOldServer } from './server-version.ts';

describe('openMysql', () => {
  let server: PrivateMariaDb;
  let base: string;
  before(async () => {
    server = await startPrivateMariaDb();
    await server.createDatabase('farm');
    base = server.connectionString('farm');
  });
  after(() => server.stop());

  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const open = async (connectionString: string, options?: OpenDatabaseOptions) => {
    const database = await openDatabase(connectionString, options);
    opened.push(database);
    return database;
  };

  /** What is wrong, how the connection string shows it, and what the message must say. */
  const refusals: [string, (text: string) => string, RegExp][] = [
    ['a wrong password', (text) => text.replace('Password=', 'Password=x'), /'User Id' and 'Password'/],
    ['an unknown database', (text) => text.replace('farm', 'nowhere'), /CREATE DATABASE/],
    ['a port nobody listens on', (text) => text.replace(/Port=\d+/, 'Port=1'), /Check that the server runs/],
    ['a socket that is not there', (text) => text.replace('127.0.0.1', '/nowhere.sock'), /server runs/],
    ['encryption that the server lacks', (text) => text.replace('None', 'Required'), /SslMode=Preferred/],
  ];
  for (const [what, change, message] of refusals) {
    test(`${what} is refused with what to do, and without the password`, async () => {
      await assert.rejects(open(change(base)), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'database-unreachable');
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /only-for-tests/);
        return true;
      });
    });
  }

  test('a server that says nothing is given up after 5 seconds', async () => {
    const silent = createServer((socket) => socket.resume());
    const port = await listen(silent);
    const started = performance.now();
    await assert.rejects(open(base.replace(/Port=\d+/, `Port=${port}`)), { code: 'database-unreachable' });
    assert.ok(performance.now() - started < 8000);
    silent.close();
  });

  test('a missing database is made when asked', async () => {
    const database = await open(base.replace('farm', 'made here'), { create: true });
    await migrateDatabase(database);
    assert.match(database.description, /made here$/);
  });

  test('SslMode=Preferred does without encryption where there is none; a socket works', async () => {
    await open(base.replace('SslMode=None', 'SslMode=Preferred'));
    await open(base.replace('127.0.0.1', server.socketPath));
  });

  test("every session is set up, whatever the server's own settings", async () => {
    const { db } = await open(base);
    const { rows } = await sql<
      Record<string, string>
    >`select @@session.time_zone as zone, @@session.sql_mode as mode,
      @@session.collation_connection as collation`.execute(db);
    // tx_isolation, or transaction_isolation: neither name is known to every server.
    const isolation = await sql<{ Value: string }>`show session variables like 't%isolation'`.execute(db);
    assert.equal(rows[0]?.zone, '+00:00');
    assert.match(rows[0].mode ?? '', /STRICT_TRANS_TABLES/);
    assert.equal(isolation.rows[0]?.Value, 'READ-COMMITTED');
    assert.equal(rows[0].collation, 'utf8mb4_unicode_520_ci');
  });

  test('no more connections are open than the pool may have, and none after closing', async () => {
    const watcher = await open(base, { poolSize: 1 });
    const connections = async () => {
      const { rows } = await sql<{
        count: number;
      }>`select count(*) as count from information_schema.processlist
        where db = 'farm' and id <> connection_id()`.execute(watcher.db);
      return rows[0]?.count ?? -1;
    };
    const database = await openDatabase(base, { poolSize: 3 });
    const queries = Array.from({ length: 30 }, (_, index) =>
      index % 2 === 0
        ? sql`select sleep(0.01)`.execute(database.db)
        : sql`select no_such_column`.execute(database.db).catch(() => undefined),
    );
    const during = connections();
    await Promise.all(queries);
    assert.ok((await during) <= 3);
    await database.close();
    await until(async () => (await connections()) === 0);
  });

  test('a deadlock is run again until both have their way', async () => {
    const database = await open(base);
    await sql`create table counters (id int primary key, value int not null)`.execute(database.db);
    await sql`insert into counters values (1, 0), (2, 0)`.execute(database.db);
    const bothInOrder = (first: number, second: number) =>
      database.transaction(async (trx) => {
        await sql`update counters set value = value + 1 where id = ${first}`.execute(trx);
        await sql`update counters set value = value + 1 where id = ${second}`.execute(trx);
      });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? bothInOrder(1, 2) : bothInOrder(2, 1))),
    );
    const { rows } = await sql<{ value: number }>`select value from counters order by id`.execute(
      database.db,
    );
    assert.deepEqual(
      rows.map((row) => row.value),
      [10, 10],
    );
  });

  test('a server that goes away is named as such, and comes back without a new pool', async () => {
    const database = await open(base, { poolSize: 2 });
    await sql`select 1`.execute(database.db);
    await sql`kill connection connection_id()`.execute(database.db).catch(() => undefined);
    await until(async () => {
      const result = await sql<{ one: number }>`select 1 as one`.execute(database.db).catch(() => undefined);
      return result?.rows[0]?.one === 1;
    });
  });
});

describe('refuseOldServer', () => {
  const versions: [string, boolean][] = [
    ['8.0.36', true],
    ['8.4.2-commercial', true],
    ['9.1.0', true],
    ['5.7.44-log', false],
    ['10.11.19-MariaDB-0+deb12u1', true],
    ['5.5.5-10.6.12-MariaDB', true],
    ['10.5.9-MariaDB', false],
    ['12.0.1-MariaDB', true],
    ['', false],
  ];
  for (const [version, isAccepted] of versions) {
    test(`${isAccepted ? 'accepts' : 'refuses'} ${version}`, () => {
      const ask = () => {
        refuseOldServer([{ version }]);
      };
      if (isAccepted) ask();
      else assert.throws(ask, { code: 'database-server-too-old' });
    });
  }
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Asks again until it is so; the runner's own limit ends a wait in vain. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to be within 10 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// What becomes of statements when the server, or the network to it, goes away under them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import type { MysqlSettings } from '../../connection/connection-settings.ts';
import { parseConnectionString } from '../../connection/parse-connection-string.ts';
import { createDatabase, type Database } from '../../database.ts';
import { migrateDatabase } from '../../index.ts';
import { startPrivateMariaDb, type PrivateMariaDb } from '../../testing/index.ts';
import { openMysql } from './open-mysql.ts';

describe('lost connections', () => {
  let server: PrivateMariaDb;
  let places = 0;
  let name: string;
  before(async () => {
    server = await startPrivateMariaDb();
  });
  after(() => server.stop());
  beforeEach(async () => {
    places += 1;
    name = `lost_${places}`;
    await server.createDatabase(name);
  });

  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const open = async (port = server.port, statementLimitMs = 60_000): Promise<Database> => {
    const settings = parseConnectionString(server.connectionString(name)) as MysqlSettings;
    const options = { poolSize: 2, create: false, statementLimitMs };
    const db = await openMysql({ ...settings, port }, options);
    const database = createDatabase({ db, dialect: 'mysql', description: name, log: undefined });
    opened.push(database);
    return database;
  };
  const sessionOf = async ({ db }: Pick<Database, 'db'>): Promise<number> => {
    const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(db);
    return rows[0]?.id ?? 0;
  };
  /** Whether the server still has such a session of this test's database. */
  const isThere = async (watcher: Database, condition: ReturnType<typeof sql>): Promise<boolean> => {
    const { rows } = await sql`select id from information_schema.processlist
      where db = ${name} and ${condition}`.execute(watcher.db);
    return rows.length > 0;
  };

  test('a transaction whose session ends under it says that, and not that it cannot be rolled back', async () => {
    const [database, other] = [await open(), await open()];
    const working = database.transaction(async (trx) => {
      const id = await sessionOf({ db: trx });
      await sql`kill connection ${sql.lit(id)}`.execute(other.db);
      await until(async () => !(await isThere(other, sql`id = ${id}`)));
      await sql`select 1`.execute(trx);
    });
    await assert.rejects(working, { code: 'database-unreachable' });
    assert.notEqual(await sessionOf(database), 0);
  });

  test('a statement without an answer is given up, and its session ended', async () => {
    const network = await startNetwork(server.port);
    const watcher = await open();
    const database = await open(network.port, 1500);
    const id = await sessionOf(database);
    network.fallSilent();
    await assert.rejects(sql`select 1`.execute(database.db), {
      code: 'database-unreachable',
      message: /did not answer within 1.5 seconds/,
    });
    await until(async () => !(await isThere(watcher, sql`id = ${id}`)));
    assert.notEqual(await sessionOf(database), id);
    network.close();
  });

  test('a migration may wait for another for longer than statements may take', async () => {
    const holder = await open();
    const database = await open(server.port, 1500);
    const lock = sql`concat('renderonline-', sha1(database()))`;
    let migrating: Promise<unknown> | undefined;
    await holder.db.connection().execute(async (db) => {
      await sql`select get_lock(${lock}, 0)`.execute(db);
      migrating = migrateDatabase(database);
      const watcher = await open();
      await until(() => isThere(watcher, sql`state = 'User lock' and time > 2`));
      await sql`select release_lock(${lock})`.execute(db);
    });
    await migrating;
    // Its connection is one like any other again.
    await assert.rejects(sql`select sleep(15)`.execute(database.db), { code: 'database-unreachable' });
  });
});

/** A way to the server that can lose what is under way, as a network does: without a word. */
async function startNetwork(
  targetPort: number,
): Promise<{ port: number; fallSilent(): void; close(): void }> {
  const sockets = new Set<Socket>();
  const entrance: Server = createServer((inside) => {
    const outside = connect(targetPort, '127.0.0.1');
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    inside.pipe(outside).pipe(inside);
  });
  entrance.listen(0, '127.0.0.1');
  await once(entrance, 'listening');
  const address = entrance.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    fallSilent() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      entrance.close();
    },
  };
}

/** Asks again until it is so, for 20 seconds. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to be within 20 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

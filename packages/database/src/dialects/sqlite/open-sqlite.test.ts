import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, afterEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { openDatabase, type Database } from '../../index.ts';

describe('openSqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'renderonline-sqlite-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const opened: Database[] = [];
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  const open = async (path: string) => {
    const database = await openDatabase(`Data Source=${path}`);
    opened.push(database);
    return database;
  };

  test('makes folder and file, readable by their user alone, and sets what durability needs', async () => {
    const path = join(folder, 'deep', 'er', 'farm.db');
    const { db } = await open(path);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const pragma = async (name: string) =>
      Object.values(
        (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {},
      )[0];
    assert.equal(await pragma('journal_mode'), 'wal');
    assert.equal(await pragma('synchronous'), 2);
    assert.equal(await pragma('foreign_keys'), 1);
  });

  test('a file that is no database, and a folder in its place, are refused with what to do', async () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'This is a letter and not a database. '.repeat(100));
    await assert.rejects(open(path), { code: 'database-unreachable', message: /text\.db.*Data Source/ });
    await assert.rejects(open(folder), { code: 'database-unreachable' });
    await assert.rejects(open(join(path, 'below.db')), { code: 'database-unreachable' });
  });

  test('a transaction holds the write lock from its beginning', async () => {
    const path = join(folder, 'lock.db');
    const database = await open(path);
    const other = new DatabaseSync(path);
    await database.transaction(async () => {
      assert.throws(() => {
        other.exec('begin immediate');
      }, /locked/);
    });
    other.exec('begin immediate');
    other.exec('rollback');
    other.close();
  });

  test("another program's lock is waited for without holding up this one", async () => {
    const path = join(folder, 'wait.db');
    const database = await open(path);
    const other = new DatabaseSync(path);
    other.exec('create table notes (note text); begin immediate');
    let turns = 0;
    const waiting = sql`insert into notes values ('mine')`.execute(database.db);
    await new Promise<void>((resolve) => {
      const turn = setInterval(() => {
        turns += 1;
        if (turns < 5) return;
        clearInterval(turn);
        other.exec('commit');
        other.close();
        resolve();
      }, 1);
    });
    await waiting;
    const { rows } = await sql<{ note: string }>`select note from notes`.execute(database.db);
    assert.deepEqual(
      rows.map((row) => row.note),
      ['mine'],
    );
  });

  test('a transaction that fails is rolled back, and the next one works', async () => {
    const database = await open(':memory:');
    await sql`create table notes (note text unique)`.execute(database.db);
    await assert.rejects(
      database.transaction(async (trx) => {
        await sql`insert into notes values ('a')`.execute(trx);
        await sql`insert into notes values ('a')`.execute(trx);
      }),
      /UNIQUE/,
    );
    await database.transaction((trx) => sql`insert into notes values ('a')`.execute(trx));
  });
});

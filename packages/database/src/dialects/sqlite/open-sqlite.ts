import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { domainError } from '@renderonline/domain';
import { Kysely } from 'kysely';
import type { SqliteSettings } from '../../connection/connection-settings.ts';
import type { Schema } from '../../schema.ts';
import { isSqliteBusy } from './sqlite-errors.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';

/** Short, because a wait inside SQLite holds up the whole program; the driver waits longer, politely. */
const busyTimeoutMs = 20;

/**
 * Opens the file, making it and its folder (mode 600 for the file: it holds the users' token hashes).
 * WAL lets readers go on while one writes; synchronous=FULL keeps a committed frame through a power cut.
 *
 * @throws 'database-unreachable' saying what to do.
 */
export function openSqlite(settings: SqliteSettings): Kysely<Schema> {
  const path = settings.path === ':memory:' ? settings.path : resolve(settings.path);
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true });
      closeSync(openSync(path, 'a+', 0o600));
    }
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: busyTimeoutMs });
    try {
      setUp(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return new Kysely<Schema>({ dialect: new NodeSqliteDialect(database) });
  } catch (error) {
    throw unreachable(path, error);
  }
}

function setUp(database: DatabaseSync): void {
  untilNotBusy(() => {
    database.exec('pragma journal_mode = wal');
  });
  database.exec('pragma synchronous = full');
  // A burst of writes must not leave a log of its size behind for good.
  database.exec('pragma journal_size_limit = 67108864');
  // Reads the first page: a file that is no database says so here and not at the first task.
  database.prepare('select count(*) as tables_count from sqlite_master').get();
}

/** Turning WAL on needs the whole file for a moment; another program may be doing just that. */
function untilNotBusy(work: () => void): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      work();
      return;
    } catch (error) {
      if (!isSqliteBusy(error) || attempt === 200) throw error;
    }
  }
}

function unreachable(path: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return domainError(
    'database-unreachable',
    `The database file ${path} cannot be opened: ${reason}. ` +
      "Check that it is a RenderOnline database and that this user may write it and its folder, or name another in 'Data Source'.",
    { path },
    error,
  );
}

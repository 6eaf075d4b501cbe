import { sql } from 'kysely';
import { createDatabase, type Database, type DatabaseLog } from '../database.ts';
import { openMysql } from '../dialects/mysql/open-mysql.ts';
import { openSqlite } from '../dialects/sqlite/open-sqlite.ts';
import { describeSettings } from './connection-settings.ts';
import { parseConnectionString } from './parse-connection-string.ts';

export interface OpenDatabaseOptions {
  /** Told what a migration changed; silent when absent. A pino logger fits. */
  readonly log?: DatabaseLog;
  /** Connections to a MySQL server at most; 10 when absent. SQLite has always one. */
  readonly poolSize?: number;
  /** Makes the database when the server has none of that name; false when absent. SQLite's file is always made. */
  readonly create?: boolean;
}

/**
 * Opens the database of a connection string and finds out whether it can be reached (5 s at most). It does
 * not migrate: call `migrateDatabase` before the first operation.
 *
 * @throws 'connection-string-invalid', 'database-unreachable', 'database-server-too-old'
 */
export async function openDatabase(
  connectionString: string,
  options: OpenDatabaseOptions = {},
): Promise<Database> {
  const settings = parseConnectionString(connectionString);
  const db =
    settings.kind === 'sqlite'
      ? openSqlite(settings)
      : await openMysql(settings, { poolSize: options.poolSize ?? 10, create: options.create ?? false });
  try {
    // Kysely closes only what it has used once: without this, closing an unused database would leave it open.
    await sql`select 1`.execute(db);
  } catch (error) {
    // A pool looks after its idle connections for as long as it is open, and keeps the process from ending.
    await db.destroy();
    throw error;
  }
  return createDatabase({
    db,
    dialect: settings.kind,
    description: describeSettings(settings),
    log: options.log,
  });
}

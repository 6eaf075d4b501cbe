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
  const common = { description: describeSettings(settings), log: options.log };
  if (settings.kind === 'sqlite') {
    return createDatabase({ ...common, dialect: 'sqlite', db: openSqlite(settings) });
  }
  const db = await openMysql(settings, { poolSize: options.poolSize ?? 10, create: options.create ?? false });
  return createDatabase({ ...common, dialect: 'mysql', db });
}

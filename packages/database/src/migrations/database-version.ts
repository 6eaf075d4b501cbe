import { sql } from 'kysely';
import type { Database, DatabaseLog } from '../database.ts';
import { allMigrations } from './all-migrations.ts';

const silent: DatabaseLog = { info: () => undefined, warn: () => undefined };

/** The version that this program migrates to: the name of its last migration. */
export function latestVersion(): string {
  // There is always a first migration.
  return Object.keys(allMigrations(silent)).sort().at(-1) ?? '';
}

/** The version of the database (null when it was never migrated) and the one this program migrates to. */
export async function databaseVersion(
  database: Database,
): Promise<{ current: string | null; latest: string }> {
  const applied = await appliedMigrations(database);
  return { current: applied.at(-1) ?? null, latest: latestVersion() };
}

/** The names of all migrations that the database has had, in their order. */
export async function appliedMigrations(database: Database): Promise<string[]> {
  const tables = await database.db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database.db);
  return rows.map((row) => row.name).sort();
}

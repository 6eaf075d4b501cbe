import { sql } from 'kysely';
import type { Database } from '../index.ts';
import {
  describeColumns,
  describeForeignKeys,
  describeIndexes,
  describeTable,
} from '../migrations/steps/mysql-description.ts';
import { widenedSpecificationTables } from '../migrations/0004-farm-tables/widened-tables.ts';

/**
 * Everything that the server itself says about the eight tables, but for the order of their columns (an
 * upgrade adds at the end) and for columns that are not ours.
 */
export async function shapeOfTables(database: Database): Promise<Record<string, unknown>> {
  const shape: Record<string, unknown> = {};
  for (const { name, columns } of widenedSpecificationTables) {
    const ours = new Set(columns.map((column) => column.name));
    const described = await describeColumns(database.db, name);
    const keys = await describeForeignKeys(database.db, name);
    shape[name] = {
      table: await describeTable(database.db, name),
      columns: described.filter((column) => ours.has(column.name)).sort(byName),
      indexes: Object.fromEntries([...(await describeIndexes(database.db, name))].sort()),
      foreignKeys: keys.filter((key) => key.table === name).sort(byName),
    };
  }
  return shape;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name);
}

/** The number of rows of each of the eight tables. */
export async function rowCounts(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of widenedSpecificationTables) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      database.db,
    );
    counts[name] = rows[0]?.count ?? 0;
  }
  return counts;
}

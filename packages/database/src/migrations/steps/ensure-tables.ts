import type { Kysely } from 'kysely';
import { isMysql } from '../../dialects/is-mysql.ts';
import { ensureMysqlForeignKey, ensureMysqlIndex, ensureMysqlTable } from './mysql-steps.ts';
import { ensureSqliteTable } from './sqlite-steps.ts';
import type { TableDefinition } from './table-definition.ts';

/**
 * Brings tables to their definitions, on any dialect, however often it is run.
 *
 * @param putRowsRight runs on MySQL between columns and constraints, on rows that no constraint has guarded
 *   yet. SQLite's tables are made by us with their constraints, so there is nothing to put right.
 */
export async function ensureTables(
  db: Kysely<unknown>,
  tables: readonly TableDefinition[],
  putRowsRight?: (db: Kysely<unknown>) => Promise<void>,
): Promise<void> {
  if (!isMysql(db)) {
    for (const table of tables) await ensureSqliteTable(db, table);
    return;
  }
  for (const table of tables) await ensureMysqlTable(db, table);
  await putRowsRight?.(db);
  for (const table of tables) {
    for (const index of table.indexes) await ensureMysqlIndex(db, table.name, index);
  }
  for (const table of tables) {
    for (const key of table.foreignKeys) await ensureMysqlForeignKey(db, table.name, key);
  }
}

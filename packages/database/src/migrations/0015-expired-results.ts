import type { Kysely } from 'kysely';
import { widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type ColumnDefinition, type TableDefinition } from './steps/table-definition.ts';

const added: Readonly<Record<string, readonly ColumnDefinition[]>> = {
  tasks: [column('results_expired_at', 'time', { isNullable: true })],
  // Empty is without a limit of the subscription's own.
  subscriptions: [
    column('keep_results_days', 'integer', { isNullable: true }),
    column('keep_results_bytes', 'bigint', { isNullable: true }),
  ],
};

const tables: readonly TableDefinition[] = widenedSpecificationTables
  .filter(({ name }) => name in added)
  .map((table) => ({ ...table, columns: [...table.columns, ...(added[table.name] ?? [])] }));

/** Adds how long results are kept, and when those of a task that stays have gone. */
export async function makeExpiredResults(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, tables);
}

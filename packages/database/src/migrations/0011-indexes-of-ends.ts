import type { Kysely } from 'kysely';
import { widenedSchedulingTables, widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import type { IndexDefinition, TableDefinition } from './steps/table-definition.ts';

/** Statistics ask for a stretch of time, of which a farm that has run for years has little. */
const added: Readonly<Record<string, readonly IndexDefinition[]>> = {
  tasks: [{ name: 'tasks_ended', columns: ['end_time'] }],
  attempts: [{ name: 'attempts_ended', columns: ['ended_at'] }],
};

const tables: readonly TableDefinition[] = [...widenedSpecificationTables, ...widenedSchedulingTables]
  .filter(({ name }) => name in added)
  .map((table) => ({ ...table, indexes: [...table.indexes, ...(added[table.name] ?? [])] }));

/** Adds indexes by which tasks and attempts are found by when they ended. */
export async function makeIndexesOfEnds(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, tables);
}

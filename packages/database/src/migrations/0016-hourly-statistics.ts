import type { Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type TableDefinition } from './steps/table-definition.ts';

const tables: readonly TableDefinition[] = [
  {
    name: 'hourly_statistics',
    columns: [
      column('hour', 'time'),
      // No foreign keys: what was rendered for a user or by an engine stays true when they are gone.
      column('user_id', 'reference'),
      column('engine_id', 'reference'),
      column('frames_done', 'bigint'),
      column('machine_ms', 'bigint'),
      column('failed_attempts', 'bigint'),
      column('tasks_succeeded', 'bigint'),
      column('tasks_failed', 'bigint'),
      column('tasks_canceled', 'bigint'),
      column('tasks_started', 'bigint'),
      column('waiting_ms', 'bigint'),
    ],
    primaryKey: ['hour', 'user_id', 'engine_id'],
    indexes: [],
    foreignKeys: [],
  },
];

/** Adds what deleted tasks add to statistics. */
export async function makeHourlyStatistics(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, tables);
}

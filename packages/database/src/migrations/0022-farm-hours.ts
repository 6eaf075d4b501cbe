import type { Kysely } from 'kysely';
import { widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type TableDefinition } from './steps/table-definition.ts';

/** Which tasks began in a stretch of time. */
const tasks: readonly TableDefinition[] = widenedSpecificationTables
  .filter(({ name }) => name === 'tasks')
  .map((table) => ({
    ...table,
    indexes: [...table.indexes, { name: 'tasks_started', columns: ['start_time'] }],
  }));

const tables: readonly TableDefinition[] = [
  {
    name: 'farm_hours',
    columns: [
      column('hour', 'time'),
      // Who was scheduling: a program writes the sums of its own hours, and never adds to those of another.
      column('generation', 'bigint'),
      column('observed_ms', 'bigint'),
      column('online_ms', 'bigint'),
      column('online_slot_ms', 'bigint'),
    ],
    primaryKey: ['hour', 'generation'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'load_hours',
    columns: [
      column('hour', 'time'),
      column('generation', 'bigint'),
      // 0 is all of them: the most that waited at once cannot be added up.
      column('user_id', 'reference'),
      column('engine_id', 'reference'),
      column('busy_slot_ms', 'bigint'),
      column('waiting_frame_ms', 'bigint'),
      column('max_waiting_frames', 'bigint'),
    ],
    primaryKey: ['hour', 'user_id', 'engine_id', 'generation'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'hourly_waits',
    columns: [
      column('hour', 'time'),
      column('user_id', 'reference'),
      column('engine_id', 'reference'),
      column('wait_interval', 'integer'),
      column('tasks', 'bigint'),
    ],
    primaryKey: ['hour', 'user_id', 'engine_id', 'wait_interval'],
    indexes: [],
    foreignKeys: [],
  },
];

/** Adds how busy the farm was and what waited by the hour, how long deleted tasks had waited, and when tasks began. */
export async function makeFarmHours(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...tasks, ...tables]);
}

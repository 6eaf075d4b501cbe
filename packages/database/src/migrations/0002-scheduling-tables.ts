import { sql, type Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

const ofTask = { column: 'task_id', table: 'tasks', references: 'task_id', onDelete: 'cascade' } as const;
const ofMachine = { column: 'machine_id', table: 'machines', references: 'machine_id' } as const;

export const schedulingTables: readonly TableDefinition[] = [
  {
    name: 'frames',
    columns: [
      column('task_id', 'reference'),
      column('frame', 'integer'),
      column('state', 'varchar(16)', { default: 'pending' }),
      column('lease_id', 'reference', { isNullable: true }),
    ],
    primaryKey: ['task_id', 'frame'],
    // Counting a task's frames by state and finding its pending ranges read this index alone.
    indexes: [{ name: 'frames_state', columns: ['task_id', 'state', 'frame'] }],
    foreignKeys: [{ name: 'fk_frames_task', ...ofTask }],
  },
  {
    name: 'leases',
    columns: [
      autoIncrementId('lease_id'),
      column('task_id', 'reference'),
      column('machine_id', 'reference'),
      column('first_frame', 'integer'),
      column('last_frame', 'integer'),
      column('token', 'token'),
      column('generation', 'bigint'),
      column('state', 'varchar(16)', { default: 'offered' }),
      column('granted_at', 'time'),
      column('expires_at', 'time'),
    ],
    primaryKey: ['lease_id'],
    indexes: [
      { name: 'leases_task', columns: ['task_id'] },
      { name: 'leases_machine', columns: ['machine_id'] },
    ],
    foreignKeys: [
      { name: 'fk_leases_task', ...ofTask },
      { name: 'fk_leases_machine', ...ofMachine, onDelete: 'restrict' },
    ],
  },
  {
    name: 'attempts',
    columns: [
      // The id of the lease that it records, which outlives it here.
      column('attempt_id', 'reference'),
      column('task_id', 'reference'),
      column('machine_id', 'reference', { isNullable: true }),
      column('first_frame', 'integer'),
      column('last_frame', 'integer'),
      column('granted_at', 'time'),
      column('started_at', 'time', { isNullable: true }),
      column('ended_at', 'time', { isNullable: true }),
      column('outcome', 'varchar(32)', { isNullable: true }),
      column('exit_code', 'bigint', { isNullable: true }),
      column('signal_name', 'varchar(32)', { isNullable: true }),
      column('message', 'text', { isNullable: true }),
      column('log_path', 'text', { isNullable: true }),
    ],
    primaryKey: ['attempt_id'],
    indexes: [
      { name: 'attempts_task', columns: ['task_id', 'machine_id'] },
      { name: 'attempts_machine', columns: ['machine_id'] },
    ],
    foreignKeys: [
      { name: 'fk_attempts_task', ...ofTask },
      { name: 'fk_attempts_machine', ...ofMachine, onDelete: 'set null' },
    ],
  },
  {
    name: 'scheduler_leadership',
    columns: [
      column('id', 'integer'),
      column('holder', 'varchar(255)', { isNullable: true }),
      column('generation', 'bigint'),
      column('beat', 'bigint'),
    ],
    primaryKey: ['id'],
    indexes: [],
    foreignKeys: [],
  },
];

/** Adds what the scheduler needs beside the specification's tables: frames, leases, attempts, leadership. */
export async function makeSchedulingTables(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, schedulingTables);
  // The one row that RenderAPIs contend for.
  await sql`insert into scheduler_leadership (id, holder, generation, beat)
    select 1, null, 0, 0 from (select 1 as one) as single
    where not exists (select 1 from scheduler_leadership)`.execute(db);
}

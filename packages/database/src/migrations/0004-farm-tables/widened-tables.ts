import { schedulingTables } from '../0002-scheduling-tables.ts';
import { specificationTables } from '../0001-specification-tables/tables.ts';
import {
  column,
  type ColumnDefinition,
  type IndexDefinition,
  type TableDefinition,
} from '../steps/table-definition.ts';

/** Of a long animation's many attempts, the few that failed are found without reading the others. */
const addedIndexes: Readonly<Record<string, readonly IndexDefinition[]>> = {
  attempts: [{ name: 'attempts_failed', columns: ['task_id', 'counts_as'] }],
};

/** The specification's tables with the columns that a farm of many machines adds, each with a default. */
export const widenedSpecificationTables: readonly TableDefinition[] = specificationTables.map((table) =>
  widened(table, {
    subscriptions: [column('weight', 'double', { default: 1 })],
    engines: [column('adapter', 'varchar(16)', { default: 'command' })],
    machines: [
      column('transport', 'varchar(8)', { default: 'hpc' }),
      column('fingerprint', 'text', { isNullable: true }),
      column('tags', 'varchar(1000)', { default: '' }),
      column('is_drained', 'flag', { default: 0 }),
      column('schedule', 'varchar(1000)', { isNullable: true }),
      column('yields_to_user', 'flag', { default: 0 }),
      column('slots', 'integer', { default: 1 }),
      column('quarantine_reason', 'text', { isNullable: true }),
      column('last_seen_at', 'time', { isNullable: true }),
      column('created_at', 'time', { isNullable: true }),
    ],
    renders: [column('file_sha256', 'token', { isNullable: true })],
    tasks: [
      column('revision', 'integer', { default: 0 }),
      column('frame_order', 'varchar(16)', { default: 'ascending' }),
      column('required_tags', 'varchar(1000)', { default: '' }),
      column('required_engine_version', 'varchar(64)', { isNullable: true }),
      column('needs_gpu', 'flag', { default: 0 }),
      column('required_memory_mb', 'bigint', { isNullable: true }),
      column('max_machines', 'integer', { isNullable: true }),
      column('continues_on_failure', 'flag', { default: 0 }),
      column('allows_scripts', 'flag', { default: 0 }),
    ],
  }),
);

/** The scheduler's tables with what it keeps of each frame and attempt. */
export const widenedSchedulingTables: readonly TableDefinition[] = schedulingTables.map((table) =>
  widened(table, {
    frames: [
      column('render_ms', 'bigint', { isNullable: true }),
      column('attempt_id', 'reference', { isNullable: true }),
      column('failure_reason', 'text', { isNullable: true }),
    ],
    attempts: [
      column('cause', 'varchar(32)', { isNullable: true }),
      column('failed_frame', 'integer', { isNullable: true }),
      column('counts_as', 'varchar(16)', { isNullable: true }),
      column('log_tail', 'text', { isNullable: true }),
      column('is_duplicate', 'flag', { default: 0 }),
    ],
    leases: [column('is_duplicate', 'flag', { default: 0 })],
    scheduler_leadership: [column('last_lease_id', 'bigint', { default: 0 })],
  }),
);

function widened(
  table: TableDefinition,
  additions: Readonly<Record<string, readonly ColumnDefinition[]>>,
): TableDefinition {
  return {
    ...table,
    columns: [...table.columns, ...(additions[table.name] ?? [])],
    indexes: [...table.indexes, ...(addedIndexes[table.name] ?? [])],
  };
}

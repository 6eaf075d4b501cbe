import type { Kysely } from 'kysely';
import { widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

/** Empty is without a limit of the subscription's own. */
const limits = ['tasks', 'logs', 'projects'].flatMap((kind) => [
  column(`keep_${kind}_days`, 'integer', { isNullable: true }),
  column(`keep_${kind}_bytes`, 'bigint', { isNullable: true }),
]);

const widenedSubscriptions: readonly TableDefinition[] = widenedSpecificationTables
  .filter(({ name }) => name === 'subscriptions')
  .map((table) => ({ ...table, columns: [...table.columns, ...limits] }));

const newTables: readonly TableDefinition[] = [
  {
    name: 'task_storage',
    columns: [
      column('task_id', 'reference'),
      column('result_bytes', 'bigint'),
      column('log_bytes', 'bigint'),
      column('measured_at', 'time'),
    ],
    primaryKey: ['task_id'],
    indexes: [],
    foreignKeys: [
      {
        name: 'fk_task_storage_task',
        column: 'task_id',
        table: 'tasks',
        references: 'task_id',
        onDelete: 'cascade',
      },
    ],
  },
  {
    name: 'abandoned_folders',
    columns: [autoIncrementId('folder_id'), column('file_path', 'text')],
    primaryKey: ['folder_id'],
    indexes: [],
    foreignKeys: [],
  },
];

/** Adds how long things are kept, how much room they take, and folders whose task is gone already. */
export async function makeRetentionTables(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...widenedSubscriptions, ...newTables]);
}

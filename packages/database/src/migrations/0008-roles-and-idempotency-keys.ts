import type { Kysely } from 'kysely';
import { specificationTables } from './0001-specification-tables/tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type TableDefinition } from './steps/table-definition.ts';

/**
 * Adds what the API needs of users beyond their name: who administers the farm, which requests were answered
 * already, and which tasks are gone, for listeners that were away when it happened.
 */
export async function makeApiTables(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...usersWithRoles, ...newTables]);
}

const usersWithRoles: readonly TableDefinition[] = specificationTables
  .filter(({ name }) => name === 'users')
  .map((table) => ({
    ...table,
    columns: [...table.columns, column('role', 'varchar(16)', { default: 'user' })],
  }));

const ofUser = { column: 'user_id', table: 'users', references: 'user_id', onDelete: 'cascade' } as const;

const newTables: readonly TableDefinition[] = [
  {
    name: 'idempotency_keys',
    columns: [
      column('user_id', 'reference'),
      column('key_hash', 'token'),
      column('request_hash', 'token'),
      column('claim', 'token'),
      column('claimed_until', 'time'),
      // 0 while the request is under way.
      column('status', 'integer', { default: 0 }),
      column('answer', 'text', { isNullable: true }),
      column('created_at', 'time'),
    ],
    primaryKey: ['user_id', 'key_hash'],
    indexes: [{ name: 'idempotency_keys_created', columns: ['created_at'] }],
    foreignKeys: [{ name: 'fk_idempotency_keys_user', ...ofUser }],
  },
  {
    name: 'deleted_tasks',
    columns: [column('task_id', 'reference'), column('user_id', 'reference'), column('deleted_at', 'time')],
    primaryKey: ['task_id'],
    indexes: [
      { name: 'deleted_tasks_user', columns: ['user_id', 'deleted_at'] },
      { name: 'deleted_tasks_deleted', columns: ['deleted_at'] },
    ],
    foreignKeys: [{ name: 'fk_deleted_tasks_user', ...ofUser }],
  },
];

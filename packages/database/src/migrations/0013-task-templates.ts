import type { Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

/** Adds submissions that users keep under names. */
export async function makeTaskTemplates(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [taskTemplates]);
}

const taskTemplates: TableDefinition = {
  name: 'task_templates',
  columns: [
    autoIncrementId('template_id'),
    column('user_id', 'reference'),
    column('name', 'text'),
    // Of the name in small letters: texts compare differently on each database.
    column('name_sha256', 'token'),
    column('is_shared', 'flag'),
    column('submission', 'text'),
    column('created_at', 'time'),
    column('updated_at', 'time'),
  ],
  primaryKey: ['template_id'],
  indexes: [{ name: 'task_templates_name', columns: ['user_id', 'name_sha256'], isUnique: true }],
  foreignKeys: [
    {
      name: 'fk_task_templates_user',
      column: 'user_id',
      table: 'users',
      references: 'user_id',
      onDelete: 'cascade',
    },
  ],
};

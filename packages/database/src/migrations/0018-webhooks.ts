import type { Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

/** Adds webhooks, what they are to be told, and what became of it. */
export async function makeWebhooks(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, tables);
}

const tables: readonly TableDefinition[] = [
  {
    name: 'webhooks',
    columns: [
      autoIncrementId('webhook_id'),
      column('user_id', 'reference'),
      column('scope', 'varchar(8)'),
      column('url', 'text'),
      column('events', 'varchar(255)'),
      column('is_active', 'flag'),
      column('secret', 'varchar(100)'),
      column('created_at', 'time'),
    ],
    primaryKey: ['webhook_id'],
    indexes: [{ name: 'webhooks_user', columns: ['user_id'] }],
    foreignKeys: [
      {
        name: 'fk_webhooks_user',
        column: 'user_id',
        table: 'users',
        references: 'user_id',
        onDelete: 'cascade',
      },
    ],
  },
  {
    name: 'webhook_events',
    columns: [
      autoIncrementId('event_id'),
      column('event', 'varchar(32)'),
      column('user_id', 'reference'),
      column('task_id', 'reference'),
      column('file_name', 'text'),
      column('reason', 'text', { isNullable: true }),
      column('happened_at', 'time'),
    ],
    primaryKey: ['event_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'webhook_deliveries',
    columns: [
      autoIncrementId('delivery_id'),
      column('webhook_id', 'reference'),
      column('message_id', 'varchar(64)'),
      column('event', 'varchar(32)'),
      column('payload', 'text'),
      column('state', 'varchar(16)'),
      column('tries', 'integer'),
      column('created_at', 'time'),
      column('next_try_at', 'time', { isNullable: true }),
      column('tried_at', 'time', { isNullable: true }),
      column('status', 'integer', { isNullable: true }),
      column('duration_ms', 'integer', { isNullable: true }),
      column('answer', 'text', { isNullable: true }),
    ],
    primaryKey: ['delivery_id'],
    indexes: [
      { name: 'webhook_deliveries_due', columns: ['state', 'next_try_at'] },
      { name: 'webhook_deliveries_webhook', columns: ['webhook_id', 'delivery_id'] },
      { name: 'webhook_deliveries_created', columns: ['created_at'] },
    ],
    foreignKeys: [
      {
        name: 'fk_webhook_deliveries_webhook',
        column: 'webhook_id',
        table: 'webhooks',
        references: 'webhook_id',
        onDelete: 'cascade',
      },
    ],
  },
];

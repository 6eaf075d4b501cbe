import type { Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { column, type TableDefinition } from './steps/table-definition.ts';

/**
 * Makes the table of idempotency keys anew: a key is written in the transaction that makes what its request asks for,
 * so there are no claims of requests under way. Nothing has been written into the table of before.
 */
export async function makeIdempotencyKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('idempotency_keys').ifExists().execute();
  await ensureTables(db, [idempotencyKeys]);
}

const idempotencyKeys: TableDefinition = {
  name: 'idempotency_keys',
  columns: [
    column('user_id', 'reference'),
    column('key_hash', 'token'),
    column('request_hash', 'token'),
    column('made', 'text'),
    column('created_at', 'time'),
  ],
  primaryKey: ['user_id', 'key_hash'],
  indexes: [{ name: 'idempotency_keys_created', columns: ['created_at'] }],
  foreignKeys: [
    {
      name: 'fk_idempotency_keys_user',
      column: 'user_id',
      table: 'users',
      references: 'user_id',
      onDelete: 'cascade',
    },
  ],
};

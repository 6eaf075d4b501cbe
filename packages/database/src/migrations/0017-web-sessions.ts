import type { Kysely } from 'kysely';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

/** Adds the table of browsers that are logged in. */
export async function makeWebSessions(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [webSessions]);
}

const webSessions: TableDefinition = {
  name: 'web_sessions',
  columns: [
    autoIncrementId('session_id'),
    column('user_id', 'reference'),
    column('secret_hash', 'token'),
    column('token_hash', 'token'),
    column('is_remembered', 'flag'),
    column('is_secure', 'flag'),
    column('address', 'varchar(64)'),
    column('user_agent', 'varchar(255)'),
    column('created_at', 'time'),
    column('last_seen_at', 'time'),
    column('expires_at', 'time'),
  ],
  primaryKey: ['session_id'],
  indexes: [
    { name: 'web_sessions_secret', columns: ['secret_hash'], isUnique: true },
    { name: 'web_sessions_user', columns: ['user_id'] },
    { name: 'web_sessions_expires', columns: ['expires_at'] },
  ],
  foreignKeys: [
    {
      name: 'fk_web_sessions_user',
      column: 'user_id',
      table: 'users',
      references: 'user_id',
      onDelete: 'cascade',
    },
  ],
};

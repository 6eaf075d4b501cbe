import type { Kysely } from 'kysely';
import { widenedSpecificationTables } from './0004-farm-tables/widened-tables.ts';
import { ensureTables } from './steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from './steps/table-definition.ts';

const ofUser = { column: 'user_id', table: 'users', references: 'user_id', onDelete: 'cascade' } as const;

/** What a task renders, with the project that it was made of. No foreign key: a task outlives its project. */
const widenedRenders: readonly TableDefinition[] = widenedSpecificationTables
  .filter(({ name }) => name === 'renders')
  .map((table) => ({
    ...table,
    columns: [...table.columns, column('project_id', 'reference', { isNullable: true })],
    indexes: [...table.indexes, { name: 'renders_project', columns: ['project_id'] }],
  }));

const newTables: readonly TableDefinition[] = [
  {
    name: 'contents',
    columns: [
      column('sha256', 'token'),
      column('size', 'bigint'),
      column('created_at', 'time'),
      column('last_used_at', 'time'),
    ],
    primaryKey: ['sha256'],
    indexes: [{ name: 'contents_last_used', columns: ['last_used_at'] }],
    foreignKeys: [],
  },
  {
    name: 'content_owners',
    columns: [column('user_id', 'reference'), column('sha256', 'token')],
    primaryKey: ['user_id', 'sha256'],
    indexes: [{ name: 'content_owners_content', columns: ['sha256'] }],
    foreignKeys: [
      { name: 'fk_content_owners_user', ...ofUser },
      {
        name: 'fk_content_owners_content',
        column: 'sha256',
        table: 'contents',
        references: 'sha256',
        onDelete: 'cascade',
      },
    ],
  },
  {
    name: 'projects',
    columns: [
      autoIncrementId('project_id'),
      column('user_id', 'reference'),
      column('manifest_sha256', 'token'),
      column('main_path', 'text'),
      column('file_count', 'integer'),
      column('total_bytes', 'bigint'),
      column('is_complete', 'flag', { default: 0 }),
      column('created_at', 'time'),
      column('last_used_at', 'time'),
    ],
    primaryKey: ['project_id'],
    indexes: [{ name: 'projects_manifest', columns: ['user_id', 'manifest_sha256'], isUnique: true }],
    foreignKeys: [{ name: 'fk_projects_user', ...ofUser }],
  },
  {
    name: 'project_files',
    columns: [
      column('project_id', 'reference'),
      // Paths are longer than MySQL takes in a key.
      column('path_sha256', 'token'),
      column('path', 'text'),
      column('sha256', 'token'),
      column('size', 'bigint'),
    ],
    primaryKey: ['project_id', 'path_sha256'],
    // No foreign key: a project is written down before its contents are here.
    indexes: [{ name: 'project_files_content', columns: ['sha256'] }],
    foreignKeys: [
      {
        name: 'fk_project_files_project',
        column: 'project_id',
        table: 'projects',
        references: 'project_id',
        onDelete: 'cascade',
      },
    ],
  },
];

/** Adds projects of many files, the contents that they are made of, and who has uploaded these. */
export async function makeProjectTables(db: Kysely<unknown>): Promise<void> {
  await ensureTables(db, [...widenedRenders, ...newTables]);
}

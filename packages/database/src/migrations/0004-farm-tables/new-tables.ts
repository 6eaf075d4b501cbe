import { column, type TableDefinition } from '../steps/table-definition.ts';

const ofTask = { column: 'task_id', table: 'tasks', references: 'task_id', onDelete: 'cascade' } as const;
const ofMachine = {
  column: 'machine_id',
  table: 'machines',
  references: 'machine_id',
  onDelete: 'cascade',
} as const;

/** What machines of the link, and their outputs, need beside the tables that are there. */
export const newTables: readonly TableDefinition[] = [
  {
    name: 'machine_credentials',
    columns: [
      column('machine_id', 'reference'),
      column('secret_hash', 'secret'),
      column('created_at', 'time'),
      column('revoked_at', 'time', { isNullable: true }),
    ],
    primaryKey: ['machine_id'],
    indexes: [],
    foreignKeys: [{ name: 'fk_machine_credentials_machine', ...ofMachine }],
  },
  {
    name: 'pairing_codes',
    columns: [
      column('code_hash', 'token'),
      column('expires_at', 'time'),
      column('used_at', 'time', { isNullable: true }),
      column('machine_name', 'varchar(255)', { isNullable: true }),
      column('created_at', 'time'),
    ],
    primaryKey: ['code_hash'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'outputs',
    columns: [
      column('task_id', 'reference'),
      column('frame', 'integer'),
      // Two files may differ in nothing but their case.
      column('name', 'file-name'),
      column('size', 'bigint'),
      column('sha256', 'token'),
      column('attempt_id', 'reference'),
    ],
    primaryKey: ['task_id', 'frame', 'name'],
    indexes: [],
    foreignKeys: [{ name: 'fk_outputs_task', ...ofTask }],
  },
  {
    name: 'task_findings',
    columns: [
      column('task_id', 'reference'),
      column('machine_id', 'reference'),
      column('position', 'integer'),
      column('severity', 'varchar(16)'),
      column('code', 'varchar(64)'),
      column('message', 'text'),
    ],
    primaryKey: ['task_id', 'machine_id', 'position'],
    indexes: [{ name: 'task_findings_machine', columns: ['machine_id'] }],
    foreignKeys: [
      { name: 'fk_task_findings_task', ...ofTask },
      { name: 'fk_task_findings_machine', ...ofMachine },
    ],
  },
];

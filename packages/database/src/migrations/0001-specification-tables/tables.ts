import { autoIncrementId, column, type TableDefinition } from '../steps/table-definition.ts';

/**
 * The specification's eight tables: its columns and meanings, with ids of 64 bits, and our own columns with
 * defaults, so that a row written by the specification's INSERTs is complete. `sql/renderonline_*.sql` make
 * the same tables; a test compares them.
 */
export const specificationTables: readonly TableDefinition[] = [
  {
    name: 'subscriptions',
    columns: [
      autoIncrementId('subscription_id'),
      column('name', 'varchar(255)'),
      column('queue_limit', 'unsigned'),
    ],
    primaryKey: ['subscription_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'users',
    columns: [
      autoIncrementId('user_id'),
      column('first_name', 'varchar(255)'),
      column('last_name', 'varchar(255)'),
      column('email', 'varchar(255)'),
      column('subscription_id', 'reference'),
      column('is_active', 'flag'),
      column('token', 'secret'),
    ],
    primaryKey: ['user_id'],
    indexes: [
      { name: 'users_email', columns: ['email'], isUnique: true },
      { name: 'users_subscription', columns: ['subscription_id'] },
    ],
    foreignKeys: [
      {
        name: 'fk_users_subscription',
        column: 'subscription_id',
        table: 'subscriptions',
        references: 'subscription_id',
        onDelete: 'restrict',
      },
    ],
  },
  {
    name: 'engines',
    columns: [
      autoIncrementId('engine_id'),
      column('name', 'varchar(255)'),
      column('extension', 'varchar(50)'),
      column('download_path', 'text'),
      column('render_argument', 'text'),
    ],
    primaryKey: ['engine_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'argtypes',
    columns: [
      column('argtype_id', 'varchar(255)'),
      column('type', 'varchar(50)'),
      column('regex', 'text', { isNullable: true }),
    ],
    primaryKey: ['argtype_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'machines',
    columns: [
      autoIncrementId('machine_id'),
      column('ip_address', 'varchar(255)'),
      column('port', 'unsigned'),
      column('name', 'varchar(255)', { default: '' }),
      column('is_enabled', 'flag', { default: 1 }),
    ],
    primaryKey: ['machine_id'],
    indexes: [],
    foreignKeys: [],
  },
  {
    name: 'renders',
    columns: [
      autoIncrementId('render_id'),
      column('file_name', 'varchar(255)'),
      column('file_path', 'text'),
      column('file_size', 'bigint'),
      column('arguments', 'text'),
      column('engine_id', 'reference'),
      column('argument_template', 'text', { isNullable: true }),
      column('argument_values', 'text', { isNullable: true }),
    ],
    primaryKey: ['render_id'],
    indexes: [{ name: 'renders_engine', columns: ['engine_id'] }],
    foreignKeys: [
      {
        name: 'fk_renders_engine',
        column: 'engine_id',
        table: 'engines',
        references: 'engine_id',
        onDelete: 'restrict',
      },
    ],
  },
  {
    name: 'tasks',
    columns: [
      autoIncrementId('task_id'),
      column('user_id', 'reference'),
      column('queue_time', 'time', { isNullable: true }),
      column('start_time', 'time', { isNullable: true }),
      column('end_time', 'time', { isNullable: true }),
      column('is_running', 'flag'),
      column('is_success', 'flag'),
      column('render_id', 'reference'),
      column('machine_id', 'reference', { isNullable: true }),
      column('state', 'varchar(16)', { default: 'queued' }),
      column('priority', 'integer', { default: 50 }),
      column('failure_reason', 'text', { isNullable: true }),
      column('failed_attempts', 'integer', { default: 0 }),
      column('machine_losses', 'integer', { default: 0 }),
      column('not_before', 'time', { isNullable: true }),
    ],
    primaryKey: ['task_id'],
    indexes: [
      { name: 'tasks_user', columns: ['user_id'] },
      { name: 'tasks_render', columns: ['render_id'] },
      { name: 'tasks_machine', columns: ['machine_id'] },
    ],
    foreignKeys: [
      {
        name: 'fk_tasks_user',
        column: 'user_id',
        table: 'users',
        references: 'user_id',
        onDelete: 'restrict',
      },
      {
        name: 'fk_tasks_render',
        column: 'render_id',
        table: 'renders',
        references: 'render_id',
        onDelete: 'restrict',
      },
      {
        name: 'fk_tasks_machine',
        column: 'machine_id',
        table: 'machines',
        references: 'machine_id',
        onDelete: 'set null',
      },
    ],
  },
  {
    name: 'queue',
    columns: [autoIncrementId('queue_id'), column('task_id', 'reference')],
    primaryKey: ['queue_id'],
    indexes: [{ name: 'queue_task', columns: ['task_id'], isUnique: true }],
    foreignKeys: [
      {
        name: 'fk_queue_task',
        column: 'task_id',
        table: 'tasks',
        references: 'task_id',
        onDelete: 'cascade',
      },
    ],
  },
];

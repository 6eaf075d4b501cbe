import { sql, type QueryExecutorProvider } from 'kysely';
import type { MysqlColumn } from './mysql-types.ts';

/** A foreign key as the server has it. */
export interface DescribedForeignKey {
  readonly name: string;
  readonly table: string;
  readonly column: string;
  readonly parentTable: string;
  readonly parentColumn: string;
  /** Lower case; RESTRICT and NO ACTION mean the same to InnoDB. */
  readonly onDelete: string;
}

/** The storage engine and collation of a table; undefined when there is no such table. */
export async function describeTable(
  db: QueryExecutorProvider,
  table: string,
): Promise<{ engine: string; collation: string } | undefined> {
  const { rows } = await sql<{ engine: string; collation: string }>`
    select engine as engine, table_collation as collation from information_schema.tables
    where table_schema = database() and table_name = ${table}`.execute(db);
  return rows[0];
}

/** The columns of a table, in the shape of `mysqlColumn`. */
export async function describeColumns(db: QueryExecutorProvider, table: string): Promise<MysqlColumn[]> {
  const { rows } = await sql<{
    name: string;
    type: string;
    nullable: string;
    default_value: string | null;
    extra: string;
    collation: string | null;
  }>`
    select column_name as name, column_type as type, is_nullable as nullable,
      column_default as default_value, extra as extra, collation_name as collation
    from information_schema.columns
    where table_schema = database() and table_name = ${table} order by ordinal_position`.execute(db);
  return rows.map((row) => ({
    name: row.name,
    type: row.type.replace(/^(\w*int)\(\d+\)/, '$1'),
    isNullable: row.nullable === 'YES',
    default: plainDefault(row.default_value),
    isAutoIncrement: row.extra.toLowerCase().includes('auto_increment'),
    collation: row.collation,
  }));
}

/** MariaDB shows a default as SQL ('queued' in quotes, NULL as a word), MySQL 8 as the value itself. */
function plainDefault(shown: string | null): string | null {
  if (shown === null || shown === 'NULL') return null;
  return /^'.*'$/s.test(shown) ? shown.slice(1, -1).replaceAll("''", "'") : shown;
}

/** The indexes of a table by name, each with its columns in order. */
export async function describeIndexes(
  db: QueryExecutorProvider,
  table: string,
): Promise<Map<string, { columns: string[]; isUnique: boolean }>> {
  const { rows } = await sql<{ name: string; column_name: string; non_unique: number }>`
    select index_name as name, column_name as column_name, non_unique as non_unique
    from information_schema.statistics
    where table_schema = database() and table_name = ${table}
    order by index_name, seq_in_index`.execute(db);
  const indexes = new Map<string, { columns: string[]; isUnique: boolean }>();
  for (const row of rows) {
    const index = indexes.get(row.name) ?? { columns: [], isUnique: row.non_unique === 0 };
    index.columns.push(row.column_name);
    indexes.set(row.name, index);
  }
  return indexes;
}

/** The foreign keys that leave a table, and those that point at it. */
export async function describeForeignKeys(
  db: QueryExecutorProvider,
  table: string,
): Promise<DescribedForeignKey[]> {
  const { rows } = await sql<DescribedForeignKey>`
    select k.constraint_name as name, k.table_name as \`table\`, k.column_name as \`column\`,
      k.referenced_table_name as parentTable, k.referenced_column_name as parentColumn,
      lower(r.delete_rule) as onDelete
    from information_schema.key_column_usage k
    join information_schema.referential_constraints r
      on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name
      and r.table_name = k.table_name
    where k.table_schema = database() and k.referenced_table_name is not null
      and (k.table_name = ${table} or k.referenced_table_name = ${table})`.execute(db);
  return rows;
}

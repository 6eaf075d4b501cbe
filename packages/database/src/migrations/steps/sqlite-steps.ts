import { sql, type Kysely } from 'kysely';
import type {
  ColumnDefinition,
  ColumnType,
  ForeignKeyDefinition,
  TableDefinition,
} from './table-definition.ts';

/**
 * Makes the table on SQLite, or adds the columns that it lacks, and its indexes. The types of columns that
 * are there stay: SQLite cannot change them, and an integer or a text is of any width anyway.
 */
export async function ensureSqliteTable(db: Kysely<unknown>, table: TableDefinition): Promise<void> {
  const lines = [
    ...table.columns.map(columnLine),
    ...primaryKeyLine(table),
    ...table.foreignKeys.map(
      (key) => `constraint "${key.name}" foreign key ("${key.column}") ${referenceOf(key)}`,
    ),
  ];
  // A key of several columns is the order in which the rows themselves should lie.
  const tail = table.primaryKey.length > 1 ? ' without rowid' : '';
  await run(db, `create table if not exists "${table.name}" (${lines.join(', ')})${tail}`);
  await addMissingColumns(db, table);
  for (const index of table.indexes) {
    const kind = index.isUnique === true ? 'unique index' : 'index';
    await run(
      db,
      `create ${kind} if not exists "${index.name}" on "${table.name}" (${index.columns.map(quote).join(', ')})`,
    );
  }
}

async function addMissingColumns(db: Kysely<unknown>, table: TableDefinition): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table.name})`.execute(db);
  const present = new Set(rows.map((row) => row.name));
  for (const column of table.columns) {
    if (present.has(column.name)) continue;
    const key = table.foreignKeys.find((one) => one.column === column.name);
    const reference = key === undefined ? '' : ` constraint "${key.name}" ${referenceOf(key)}`;
    await run(db, `alter table "${table.name}" add column ${columnLine(column)}${reference}`);
  }
}

function referenceOf(key: ForeignKeyDefinition): string {
  return `references "${key.table}" ("${key.references}") on delete ${key.onDelete}`;
}

function columnLine(column: ColumnDefinition): string {
  const parts = [quote(column.name), sqliteType(column.type)];
  // AUTOINCREMENT keeps the number of a deleted task from being given out again.
  if (column.isAutoIncrement === true) return `${parts.join(' ')} primary key autoincrement`;
  if (column.isNullable !== true) parts.push('not null');
  if (column.default !== undefined) parts.push(`default ${literal(column.default)}`);
  return parts.join(' ');
}

function primaryKeyLine(table: TableDefinition): string[] {
  const isNumbering = table.columns.some((column) => column.isAutoIncrement === true);
  return isNumbering ? [] : [`primary key (${table.primaryKey.map(quote).join(', ')})`];
}

function sqliteType(type: ColumnType): string {
  switch (type) {
    case 'id':
    case 'reference':
    case 'flag':
    case 'integer':
    case 'unsigned':
    case 'bigint':
      return 'integer';
    case 'double':
      return 'real';
    case 'time':
    case 'text':
    case 'secret':
    case 'token':
    case 'file-name':
      return 'text';
    default:
      // Names and e-mails compare without regard to ASCII case, as MySQL's collation does.
      return 'text collate nocase';
  }
}

function quote(name: string): string {
  return `"${name}"`;
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

async function run(db: Kysely<unknown>, text: string): Promise<void> {
  await sql.raw(text).execute(db);
}

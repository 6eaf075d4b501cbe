import { sql, type Kysely } from 'kysely';
import type { ColumnDefinition, ColumnType, TableDefinition } from './table-definition.ts';

/**
 * Makes the table on SQLite, with its indexes, if it is not there. The migrator runs in a transaction, so
 * there is no half-made table to complete.
 */
export async function ensureSqliteTable(db: Kysely<unknown>, table: TableDefinition): Promise<void> {
  const lines = [
    ...table.columns.map(columnLine),
    ...primaryKeyLine(table),
    ...table.foreignKeys.map(
      (key) =>
        `constraint "${key.name}" foreign key ("${key.column}") references "${key.table}" ("${key.references}") on delete ${key.onDelete}`,
    ),
  ];
  // A key of several columns is the order in which the rows themselves should lie.
  const tail = table.primaryKey.length > 1 ? ' without rowid' : '';
  await run(db, `create table if not exists "${table.name}" (${lines.join(', ')})${tail}`);
  for (const index of table.indexes) {
    const kind = index.isUnique === true ? 'unique index' : 'index';
    await run(
      db,
      `create ${kind} if not exists "${index.name}" on "${table.name}" (${index.columns.map(quote).join(', ')})`,
    );
  }
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
    case 'time':
    case 'text':
    case 'secret':
    case 'token':
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

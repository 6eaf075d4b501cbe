import { sql, type Kysely } from 'kysely';
import {
  describeColumns,
  describeForeignKeys,
  describeIndexes,
  describeTable,
  type DescribedForeignKey,
} from './mysql-description.ts';
import { collation, emptyValue, mysqlColumn, mysqlColumnSql, type MysqlColumn } from './mysql-types.ts';
import type { ForeignKeyDefinition, IndexDefinition, TableDefinition } from './table-definition.ts';

/**
 * The steps that bring a MySQL table to its definition. MySQL commits every DDL statement by itself, so a
 * migration may stop half-way at any of them: each step looks first and does only what is missing, and
 * running all of them again completes the work.
 *
 * Makes the table, or gives an existing one (of 1.x, of our sql files, half-made) the storage engine,
 * collation and columns of its definition. Columns that the definition does not know stay, and become
 * optional. Indexes and foreign keys come after: rows may have to be put right before.
 */
export async function ensureMysqlTable(db: Kysely<unknown>, table: TableDefinition): Promise<void> {
  const existing = await describeTable(db, table.name);
  const columns = table.columns.map(mysqlColumn);
  if (existing === undefined) {
    await createTable(db, table, columns);
    return;
  }
  if (existing.engine.toLowerCase() !== 'innodb') {
    await run(db, `alter table ${name(table.name)} engine = InnoDB`);
  }
  if (existing.collation !== collation) {
    await run(db, `alter table ${name(table.name)} convert to character set utf8mb4 collate ${collation}`);
  }
  await ensureColumns(db, table.name, columns);
}

/** All at once: a new table has no rows that a constraint could refuse, and its parents come before it. */
async function createTable(
  db: Kysely<unknown>,
  table: TableDefinition,
  columns: readonly MysqlColumn[],
): Promise<void> {
  const lines = [
    ...columns.map(mysqlColumnSql),
    `primary key (${names(table.primaryKey)})`,
    ...table.indexes.map(indexSql),
    ...table.foreignKeys.map(foreignKeySql),
  ];
  await run(
    db,
    `create table if not exists ${name(table.name)} (${lines.join(', ')}) engine = InnoDB default character set utf8mb4 collate ${collation}`,
  );
}

function indexSql(index: IndexDefinition): string {
  const kind = index.isUnique === true ? 'unique index' : 'index';
  return `${kind} ${name(index.name)} (${names(index.columns)})`;
}

function foreignKeySql(key: ForeignKeyDefinition): string {
  return `constraint ${name(key.name)} foreign key (${name(key.column)}) references ${name(key.table)} (${name(key.references)}) on delete ${key.onDelete}`;
}

async function ensureColumns(
  db: Kysely<unknown>,
  table: string,
  wanted: readonly MysqlColumn[],
): Promise<void> {
  const present = new Map((await describeColumns(db, table)).map((column) => [column.name, column]));
  const changes: string[] = [];
  for (const column of wanted) {
    const current = present.get(column.name);
    present.delete(column.name);
    if (current === undefined) changes.push(`add column ${mysqlColumnSql(forExistingRows(column))}`);
    else if (!isSame(current, column)) {
      if (current.isNullable && !column.isNullable) await fillNulls(db, table, column);
      if (current.type !== column.type) await dropForeignKeysOf(db, table, column.name);
      changes.push(`modify column ${mysqlColumnSql(column)}`);
    }
  }
  // What is left are columns that we do not write: without a value of ours they must allow none.
  for (const extra of present.values()) {
    if (extra.isNullable || extra.default !== null || extra.isAutoIncrement) continue;
    changes.push(`modify column ${mysqlColumnSql({ ...extra, isNullable: true })}`);
  }
  if (changes.length > 0) await run(db, `alter table ${name(table)} ${changes.join(', ')}`);
  if (wanted.some((column) => !column.isNullable && column.default === null)) {
    await dropStopgapDefaults(db, table, wanted);
  }
}

/** A column without a default gets one while it is added, for the rows that are there already. */
function forExistingRows(column: MysqlColumn): MysqlColumn {
  const canHaveDefault = column.type.startsWith('varchar') || column.collation === null;
  if (column.isNullable || column.default !== null || column.isAutoIncrement || !canHaveDefault)
    return column;
  return { ...column, default: String(emptyValue(column)) };
}

async function dropStopgapDefaults(
  db: Kysely<unknown>,
  table: string,
  wanted: readonly MysqlColumn[],
): Promise<void> {
  const present = new Map((await describeColumns(db, table)).map((column) => [column.name, column]));
  const changes = wanted
    .filter((column) => column.default === null && (present.get(column.name)?.default ?? null) !== null)
    .map((column) => `modify column ${mysqlColumnSql(column)}`);
  if (changes.length > 0) await run(db, `alter table ${name(table)} ${changes.join(', ')}`);
}

function isSame(current: MysqlColumn, wanted: MysqlColumn): boolean {
  return (
    current.type === wanted.type &&
    current.isNullable === wanted.isNullable &&
    current.default === wanted.default &&
    current.isAutoIncrement === wanted.isAutoIncrement &&
    current.collation === wanted.collation
  );
}

async function fillNulls(db: Kysely<unknown>, table: string, column: MysqlColumn): Promise<void> {
  await sql`update ${sql.table(table)} set ${sql.ref(column.name)} = ${emptyValue(column)}
    where ${sql.ref(column.name)} is null`.execute(db);
}

/** Somebody's own foreign key on a narrow id keeps it from growing; ours takes its place afterwards. */
async function dropForeignKeysOf(db: Kysely<unknown>, table: string, columnName: string): Promise<void> {
  for (const key of await describeForeignKeys(db, table)) {
    const concerns =
      (key.table === table && key.column === columnName) ||
      (key.parentTable === table && key.parentColumn === columnName);
    if (concerns) await dropForeignKey(db, key);
  }
}

async function dropForeignKey(db: Kysely<unknown>, key: DescribedForeignKey): Promise<void> {
  await run(db, `alter table ${name(key.table)} drop foreign key ${name(key.name)}`);
}

/** Adds the index, or makes it anew when one of that name has other columns. */
export async function ensureMysqlIndex(
  db: Kysely<unknown>,
  table: string,
  index: IndexDefinition,
): Promise<void> {
  const present = (await describeIndexes(db, table)).get(index.name);
  const isUnique = index.isUnique === true;
  if (
    present?.isUnique === isUnique &&
    present.columns.join(',').toLowerCase() === index.columns.join(',').toLowerCase()
  ) {
    return;
  }
  const drop = present === undefined ? '' : `drop index ${name(index.name)}, `;
  await run(db, `alter table ${name(table)} ${drop}add ${indexSql(index)}`);
}

/** Adds the foreign key; one that does the same under another name, or differs, gives way to it. */
export async function ensureMysqlForeignKey(
  db: Kysely<unknown>,
  table: string,
  wanted: ForeignKeyDefinition,
): Promise<void> {
  const present = (await describeForeignKeys(db, table)).filter(
    (key) => key.table === table && (key.column === wanted.column || key.name === wanted.name),
  );
  if (present.some((key) => isSameKey(key, wanted))) return;
  for (const key of present) await dropForeignKey(db, key);
  await run(db, `alter table ${name(table)} add ${foreignKeySql(wanted)}`);
}

function isSameKey(key: DescribedForeignKey, wanted: ForeignKeyDefinition): boolean {
  const onDelete = key.onDelete === 'no action' ? 'restrict' : key.onDelete;
  return (
    key.name === wanted.name &&
    key.column === wanted.column &&
    key.parentTable === wanted.table &&
    key.parentColumn === wanted.references &&
    onDelete === wanted.onDelete
  );
}

function name(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

function names(identifiers: readonly string[]): string {
  return identifiers.map(name).join(', ');
}

async function run(db: Kysely<unknown>, text: string): Promise<void> {
  await sql.raw(text).execute(db);
}

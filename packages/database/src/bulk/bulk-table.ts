import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';

/**
 * Many rows in one statement, as one parameter: a JSON array of arrays that the database reads as a table
 * `r`. Its text is the same however many rows there are, so SQLite prepares it once; and a commit of 500
 * leases is a dozen statements in place of thousands.
 */

export type BulkValue = string | number | null;
export type BulkRow = readonly BulkValue[];

/** The columns of the table by name, with their types on MySQL; texts longer than these become NULL there. */
export type BulkColumns = Readonly<Record<string, 'bigint' | 'mediumtext' | `varchar(${number})`>>;

/** MySQL refuses statements beyond max_allowed_packet: 16 MiB on most servers, 4 on old ones. */
const charactersPerStatement = 1_000_000;
const rowsPerStatement = 2000;

/** The rows as tables `r` to select from, each of a size that a statement may have; none for no rows. */
export function* bulkTables(
  executor: Executor,
  columns: BulkColumns,
  rows: readonly BulkRow[],
): Generator<RawBuilder<unknown>, void, void> {
  const { jsonOf, table } = formatFor(executor, rows);
  let parts: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const part = jsonOf(row);
    const isFull = parts.length === rowsPerStatement || characters + part.length > charactersPerStatement;
    if (isFull && parts.length > 0) {
      yield table(columns, `[${parts.join(',')}]`);
      parts = [];
      characters = 0;
    }
    parts.push(part);
    characters += part.length;
  }
  if (parts.length > 0) yield table(columns, `[${parts.join(',')}]`);
}

/**
 * The right side of `in`: any number of ids, sorted.
 *
 * MySQL 8 can lock no rows in a statement that reads a JSON table, so there they are written out.
 */
export function idsIn<T = unknown>(executor: Executor, ids: readonly number[]): RawBuilder<T> {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  return isMysql(executor)
    ? sql`(${sql.join(sorted.length === 0 ? [null] : sorted)})`
    : sql`(select value from json_each(${JSON.stringify(sorted)}))`;
}

function formatFor(executor: Executor, rows: readonly BulkRow[]): BulkFormat {
  if (!isMysql(executor)) return sqlite;
  return rows.some((row) => row.includes(null)) ? mysqlWithNulls : mysql;
}

interface BulkFormat {
  readonly jsonOf: (row: BulkRow) => string;
  readonly table: (columns: BulkColumns, json: string) => RawBuilder<unknown>;
}

const sqlite: BulkFormat = {
  jsonOf: harmlessJson,
  table: (columns, json) => {
    const list = Object.keys(columns).map((name, index) => `value ->> ${index} as ${name}`);
    return sql`(select ${sql.raw(list.join(', '))} from json_each(${json})) as r`;
  },
};

const mysql: BulkFormat = {
  jsonOf: sqlite.jsonOf,
  table: (columns, json) => mysqlTable(columns, json, (index) => `$[${index}]`),
};

/** MySQL 8 reads JSON's null as the text 'null', so here what is NULL is left out. It takes half as long again. */
const mysqlWithNulls: BulkFormat = {
  jsonOf: (row) =>
    harmlessJson(
      Object.fromEntries(row.flatMap((value, index) => (value === null ? [] : [[`c${index}`, value]]))),
    ),
  table: (columns, json) => mysqlTable(columns, json, (index) => `$.c${index}`),
};

function mysqlTable(
  columns: BulkColumns,
  json: string,
  pathOf: (index: number) => string,
): RawBuilder<unknown> {
  const list = Object.entries(columns).map(
    ([name, type], index) => `${name} ${type} path '${pathOf(index)}'`,
  );
  return sql`json_table(${json}, '$[*]' columns (${sql.raw(list.join(', '))})) as r`;
}

/** Half a surrogate pair is no JSON to MySQL, and SQLite ends a text at NUL: neither may refuse the others' rows. */
function harmlessJson(row: BulkRow | Readonly<Record<string, BulkValue>>): string {
  const json = JSON.stringify(row);
  // Both are written as escapes, as nothing else is that begins so; few rows have any.
  return /\\u(?:0000|d[89a-f])/.test(json) ? JSON.stringify(row, harmless) : json;
}

function harmless(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\u{FFFD}') : value;
}

import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import type { Schema } from '../schema.ts';
import { bulkTables, type BulkColumns, type BulkRow } from './bulk-table.ts';

/**
 * Inserts many rows.
 *
 * @param values the columns to write, each with what is written: `r.` and one of `columns`, or a literal
 */
export async function bulkInsert(
  executor: Executor,
  input: {
    readonly into: keyof Schema;
    readonly columns: BulkColumns;
    readonly rows: readonly BulkRow[];
    readonly values: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { into, columns, rows, values } = input;
  const names = sql.raw(Object.keys(values).join(', '));
  const expressions = sql.raw(Object.values(values).join(', '));
  for (const table of bulkTables(executor, columns, rows)) {
    await sql`insert into ${sql.table(into)} (${names}) select ${expressions} from ${table}`.execute(
      executor,
    );
  }
}

/**
 * Changes many rows, each in its own way.
 *
 * @param set the columns to write, each with an expression; it may use `r.`, and the table's own columns as
 *   long as no other assignment writes these
 * @param where which row of the table belongs to which row of `r`; begins with the whole of a key, so that
 *   the rows are looked up one by one
 */
export async function bulkUpdate(
  executor: Executor,
  input: {
    readonly table: keyof Schema;
    readonly columns: BulkColumns;
    readonly rows: readonly BulkRow[];
    readonly set: Readonly<Record<string, string>>;
    readonly where: string;
  },
): Promise<void> {
  const { table, columns, rows, set, where } = input;
  for (const bulk of bulkTables(executor, columns, rows)) {
    await updateStatement(isMysql(executor), { table, set, where }, bulk).execute(executor);
  }
}

function updateStatement(
  isForMysql: boolean,
  { table, set, where }: { table: keyof Schema; set: Readonly<Record<string, string>>; where: string },
  bulk: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const name = sql.table(table);
  const condition = sql.raw(where);
  const assignments = (prefix: string) =>
    sql.raw(
      Object.entries(set)
        .map(([column, expression]) => `${prefix}${column} = ${expression}`)
        .join(', '),
    );
  return isForMysql
    ? sql`update ${bulk} straight_join ${name} on ${condition} set ${assignments(`${table}.`)}`
    : sql`update ${name} set ${assignments('')} from ${bulk} where ${condition}`;
}

/**
 * Reads the rows that belong to many keys.
 *
 * @param select a list of expressions with aliases
 * @param join what follows `r` in FROM: "join leases l on …"
 */
export async function bulkSelect<Row>(
  executor: Executor,
  input: {
    readonly columns: BulkColumns;
    readonly rows: readonly BulkRow[];
    readonly select: string;
    readonly join: string;
  },
): Promise<Row[]> {
  const { columns, rows, select, join } = input;
  const found: Row[] = [];
  for (const bulk of bulkTables(executor, columns, rows)) {
    const answer = await sql<Row>`select ${sql.raw(select)} from ${bulk} ${sql.raw(join)}`.execute(executor);
    for (const row of answer.rows) found.push(row);
  }
  return found;
}

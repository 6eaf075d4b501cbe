import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import type { Schema } from '../schema.ts';

const rowsPerStatement = 500;

/**
 * Writes rows of sums: those that are there get the new values (`set`), or both together (`add`).
 *
 * @param input.key the columns of the primary key
 * @param input.sums the other columns, whole numbers
 */
export async function upsertSums(
  executor: Executor,
  input: {
    readonly table: keyof Schema;
    readonly key: readonly string[];
    readonly sums: readonly string[];
    readonly how: 'set' | 'add';
    readonly rows: readonly Readonly<Record<string, string | number>>[];
  },
): Promise<void> {
  const { table, key, sums, how, rows } = input;
  const names = [...key, ...sums];
  const list = (of: readonly string[]) => sql.join(of.map((name) => sql.ref(name)));
  const changes = sql.join(
    sums.map((name) => {
      const [own, written] = [sql.ref(`${table}.${name}`), sql.ref(name)];
      const value = isMysql(executor) ? sql`values(${written})` : sql`excluded.${written}`;
      return how === 'set' ? sql`${written} = ${value}` : sql`${written} = ${own} + ${value}`;
    }),
  );
  const onKey = isMysql(executor)
    ? sql`on duplicate key update`
    : sql`on conflict (${list(key)}) do update set`;
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    const values = sql.join(
      rows
        .slice(at, at + rowsPerStatement)
        .map((row) => sql`(${sql.join(names.map((name) => row[name] ?? 0))})`),
    );
    await sql`insert into ${sql.table(table)} (${list(names)}) values ${values} ${onKey} ${changes}`.execute(
      executor,
    );
  }
}

import { sql, type AliasableExpression } from 'kysely';
import type { Executor } from '../database.ts';
import { machineColumns, machineFromRow, type Machine } from './machine.ts';

/** What machines say of themselves, and when: long, and slow to read. */
const factColumns = ['fingerprint', 'last_seen_at', 'created_at'] as const;
const settingColumns = machineColumns.filter((column) => !factColumns.some((fact) => fact === column));

/**
 * Every machine, by id, disabled ones too.
 *
 * @param input.transport only those that are spoken to this way
 * @param input.withFacts false: without fingerprints and times (null in all of them), so that those who look again
 *   and again for what people have changed may list thousands
 */
export async function listMachines(
  executor: Executor,
  input: { readonly transport?: Machine['transport']; readonly withFacts?: boolean } = {},
): Promise<Machine[]> {
  const { transport, withFacts = true } = input;
  let query = executor
    .selectFrom('machines')
    .select(settingColumns)
    .select((of) => {
      const factOf = (column: (typeof factColumns)[number]) =>
        (withFacts ? of.ref(column) : sql<string | null>`null`) as AliasableExpression<string | null>;
      return factColumns.map((column) => factOf(column).as(column));
    })
    .orderBy('machine_id');
  if (transport !== undefined) query = query.where('transport', '=', transport);
  return (await query.execute()).map(machineFromRow);
}

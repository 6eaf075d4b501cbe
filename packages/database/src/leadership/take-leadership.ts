import type { Database } from '../database.ts';

/**
 * Takes the leadership: one that was let go, or, with `expected`, one whose generation and beat have not
 * moved for as long as the caller has watched. Of several who try at once, one gets it.
 *
 * @param input.holder who takes it, for people
 * @returns the new generation; undefined when it moved or has a holder
 */
export async function takeLeadership(
  database: Database,
  input: {
    readonly holder: string;
    readonly expected?: { readonly generation: number; readonly beat: number };
  },
): Promise<{ generation: number } | undefined> {
  const { holder, expected } = input;
  return database.transaction(async (trx) => {
    const take = trx
      .updateTable('scheduler_leadership')
      .set((of) => ({ holder, generation: of('generation', '+', 1), beat: of('beat', '+', 1) }))
      .where('id', '=', 1);
    const { numUpdatedRows } = await (
      expected === undefined
        ? take.where('holder', 'is', null)
        : take.where('generation', '=', expected.generation).where('beat', '=', expected.beat)
    ).executeTakeFirst();
    if (numUpdatedRows === 0n) return undefined;
    const { generation } = await trx
      .selectFrom('scheduler_leadership')
      .select('generation')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow();
    return { generation };
  });
}

import type { Executor } from '../database.ts';

/** Shows that the holder of this generation lives. @returns false when another leads by now */
export async function beatLeadership(
  executor: Executor,
  input: { readonly generation: number },
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('scheduler_leadership')
    .set((of) => ({ beat: of('beat', '+', 1) }))
    .where('id', '=', 1)
    .where('generation', '=', input.generation)
    .where('holder', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

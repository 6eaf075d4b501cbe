import type { Executor } from '../database.ts';

/** Lets go, so that another may take over at once. Nothing happens when another leads by now. */
export async function releaseLeadership(
  executor: Executor,
  input: { readonly generation: number },
): Promise<void> {
  await executor
    .updateTable('scheduler_leadership')
    .set({ holder: null })
    .where('id', '=', 1)
    .where('generation', '=', input.generation)
    .execute();
}

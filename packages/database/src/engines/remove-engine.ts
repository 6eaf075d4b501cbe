import { countOf, explainViolations, stillInUse } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { engineNotFound } from './engine.ts';

/** @throws 'engine-not-found', 'still-in-use' while tasks of it are in the database */
export async function removeEngine(executor: Executor, input: { readonly engineId: number }): Promise<void> {
  const { engineId } = input;
  const { count } = await executor
    .selectFrom('renders')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('engine_id', '=', engineId)
    .executeTakeFirstOrThrow();
  const { numDeletedRows } = await explainViolations(
    executor.deleteFrom('engines').where('engine_id', '=', engineId).executeTakeFirst(),
    { 'foreign-key': () => stillInUse(`The engine ${engineId}`, countOf(count, 'task')) },
  );
  if (numDeletedRows === 0n) throw engineNotFound(engineId);
}

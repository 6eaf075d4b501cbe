import type { Executor } from '../database.ts';
import { engineColumns, engineFromRow, type Engine } from './engine.ts';

/** The engine of an id. */
export async function findEngine(
  executor: Executor,
  input: { readonly engineId: number },
): Promise<Engine | undefined> {
  const row = await executor
    .selectFrom('engines')
    .select(engineColumns)
    .where('engine_id', '=', input.engineId)
    .executeTakeFirst();
  return row && engineFromRow(row);
}

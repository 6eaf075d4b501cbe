import type { Executor } from '../database.ts';
import { engineColumns, engineFromRow, type Engine } from './engine.ts';

/** Every engine, by id. */
export async function listEngines(executor: Executor): Promise<Engine[]> {
  const rows = await executor.selectFrom('engines').select(engineColumns).orderBy('engine_id').execute();
  return rows.map(engineFromRow);
}

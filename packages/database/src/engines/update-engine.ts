import type { Executor } from '../database.ts';
import { engineNotFound, engineRowOf, type Engine, type EngineFields } from './engine.ts';
import { findEngine } from './find-engine.ts';

/**
 * Changes the fields that are given and leaves the others. Tasks in the queue keep the arguments that they
 * were submitted with.
 *
 * @returns the engine as it is now
 * @throws 'engine-not-found', 'value-invalid'
 */
export async function updateEngine(
  executor: Executor,
  input: { readonly engineId: number } & Partial<EngineFields>,
): Promise<Engine> {
  const { engineId, ...fields } = input;
  const changes = engineRowOf(fields);
  if (Object.keys(changes).length > 0) {
    await executor.updateTable('engines').set(changes).where('engine_id', '=', engineId).execute();
  }
  const engine = await findEngine(executor, { engineId });
  if (engine === undefined) throw engineNotFound(engineId);
  return engine;
}

import { checkNewId } from '../checked-values.ts';
import { alreadyExists, explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { engineRowOf, type Engine, type NewEngine } from './engine.ts';

/** @throws 'already-exists' (the id), 'value-invalid' */
export async function addEngine(
  executor: Executor,
  input: NewEngine & { readonly engineId?: number },
): Promise<Engine> {
  const { engineId, ...given } = input;
  const fields = { adapter: 'command', ...given } as const;
  const chosen = checkNewId('The engine identifier', engineId);
  const row = {
    name: '',
    extension: '',
    download_path: '',
    render_argument: '',
    ...engineRowOf(fields),
    ...(chosen === undefined ? {} : { engine_id: chosen.id }),
  };
  const { insertId } = await explainViolations(
    executor.insertInto('engines').values(row).executeTakeFirstOrThrow(),
    { unique: () => alreadyExists(`An engine with the identifier ${chosen?.id ?? ''}`) },
  );
  return { ...fields, engineId: chosen?.id ?? Number(insertId) };
}

import type { Administration } from '@renderonline/client/browser';
import type { AddEngineRequest, ArgumentTypeView, EngineSaved, EngineSettings } from '@renderonline/contract';
import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useFarmChange } from '../use-farm-change.ts';

interface EngineToSave {
  /** undefined for one that is added. */
  readonly engine: EngineSettings | undefined;
  readonly fields: AddEngineRequest;
  /** Of a preset: those that the farm lacks. */
  readonly missingTypes: readonly ArgumentTypeView[];
}

/** Saves an engine, after the argument types that it needs. */
export function useSaveEngine(): UseMutationResult<EngineSaved, Error, EngineToSave> {
  const queryClient = useQueryClient();
  return useFarmChange('engines', async (administration, input: EngineToSave) => {
    const saved = await save(administration, input);
    if (input.missingTypes.length > 0) {
      await queryClient.invalidateQueries({ queryKey: ['administration', 'argument-types'] });
    }
    return saved;
  });
}

async function save(
  administration: Administration,
  { engine, fields, missingTypes }: EngineToSave,
): Promise<EngineSaved> {
  for (const type of missingTypes) await administration.addArgumentType(type);
  if (engine === undefined) return administration.addEngine(fields);
  return administration.changeEngine(engine.engineId, fields);
}

import { EngineList, type EngineView } from '@renderonline/contract';
import { listArgumentTypes, listEngines, type Database, type Engine } from '@renderonline/database';
import {
  inputDirectoryPlaceholder,
  parseTemplate,
  requiredPlaceholders,
  specialPlaceholders,
  templatePlaceholders,
  uploadedFilePlaceholder,
  type ArgumentType,
} from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { problems, tags } from '../http/v2-schemas.ts';

/** GET /engines: what a client needs for a form. */
export function v2EngineRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  app.get(
    '/engines',
    {
      schema: {
        operationId: 'listEngines',
        tags,
        summary: 'Engines, with the arguments that each can be given',
        response: { 200: EngineList, ...problems },
      },
    },
    async (): Promise<EngineList> => {
      const types = await listArgumentTypes(database.db);
      const engines = await listEngines(database.db);
      return { engines: engines.map((engine) => engineView(engine, types)) };
    },
  );
}

function engineView(engine: Engine, types: readonly ArgumentType[]): EngineView {
  const { engineId, name, extension } = engine;
  const byId = new Map(types.map((type) => [type.argtypeId, type]));
  const { names, required } = placeholdersOf(engine, byId);
  return {
    ...{ engineId, name, extension },
    isForSteps: names.includes(inputDirectoryPlaceholder) && !names.includes(uploadedFilePlaceholder),
    arguments: names.flatMap((argTypeId) => {
      const found = byId.get(argTypeId);
      if (found === undefined || specialPlaceholders.includes(argTypeId)) return [];
      return [{ argTypeId, type: found.type, regex: found.regex, isRequired: required.has(argTypeId) }];
    }),
  };
}

function placeholdersOf(
  { renderArgument }: Engine,
  types: ReadonlyMap<string, ArgumentType>,
): { readonly names: readonly string[]; readonly required: ReadonlySet<string> } {
  try {
    const template = parseTemplate(renderArgument, new Set(types.keys()));
    return { names: templatePlaceholders(template), required: new Set(requiredPlaceholders(template)) };
  } catch {
    // A template that cannot be read is told by enqueue, not by a list.
    return { names: [], required: new Set() };
  }
}

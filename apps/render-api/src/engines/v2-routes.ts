import { EngineList, type EngineView } from '@renderonline/contract';
import { listArgumentTypes, listEngines, type Database, type Engine } from '@renderonline/database';
import {
  parseTemplate,
  requiredPlaceholders,
  specialPlaceholders,
  templatePlaceholders,
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
  return { engineId, name, extension, arguments: argumentViews(engine, types) };
}

function argumentViews({ renderArgument }: Engine, types: readonly ArgumentType[]): EngineView['arguments'] {
  const byId = new Map(types.map((type) => [type.argtypeId, type]));
  let names: string[];
  let required: Set<string>;
  try {
    const template = parseTemplate(renderArgument, new Set(byId.keys()));
    names = templatePlaceholders(template);
    required = new Set(requiredPlaceholders(template));
  } catch {
    return []; // a template that cannot be read is told by enqueue, not by a list
  }
  return names
    .filter((name) => !specialPlaceholders.includes(name))
    .flatMap((name) => {
      const type = byId.get(name);
      if (!type) return [];
      return [{ argTypeId: name, type: type.type, regex: type.regex, isRequired: required.has(name) }];
    });
}

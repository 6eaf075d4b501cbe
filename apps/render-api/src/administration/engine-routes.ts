import { isAbsolute } from 'node:path';
import {
  AddEngineRequest,
  ChangeEngineRequest,
  EnginePath,
  EngineSaved,
  EngineSettingsList,
  IdempotencyHeaders,
  type EnginePath as Path,
  type EngineSettings,
} from '@renderonline/contract';
import {
  addEngine,
  findEngine,
  listArgumentTypes,
  listEngines,
  removeEngine,
  updateEngine,
  type Database,
  type Engine,
} from '@renderonline/database';
import { checkTemplate, domainError, v1Refusals, withDot } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { adminProblems, keyProblems, tags } from '../http/v2-schemas.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import type { KeyDependencies } from '../idempotency/request-key.ts';

/** The renderers of the farm, as they are configured. */
export function engineRoutes(app: FastifyInstance, dependencies: KeyDependencies): void {
  const { database } = dependencies;
  app.get(
    '/engines',
    {
      schema: {
        operationId: 'listEngineSettings',
        tags,
        summary: 'All engines, with their templates and folders',
        response: { 200: EngineSettingsList, ...adminProblems },
      },
    },
    async (): Promise<EngineSettingsList> => ({
      engines: (await listEngines(database.db)).map(settingsOf),
    }),
  );

  app.post<{ Body: AddEngineRequest }>(
    '/engines',
    {
      schema: {
        operationId: 'addEngine',
        tags,
        summary: 'Adds an engine by its template',
        headers: IdempotencyHeaders,
        body: AddEngineRequest,
        response: { 201: EngineSaved, ...adminProblems, ...keyProblems },
      },
    },
    async (request, reply): Promise<EngineSaved> => {
      const { name, extension, template, downloadPath, adapter = 'command' } = request.body;
      requireWholePath(downloadPath);
      const warning = await warningOf(database, template);
      const fields = { name, downloadPath, adapter, extension: withDot(extension), renderArgument: template };
      const { engineId } = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        const { engineId } = await addEngine(trx, fields);
        return { engineId };
      });
      const engine = await findEngine(database.db, { engineId });
      if (engine === undefined) throw v1Refusals.engineNotFound(String(engineId));
      reply.code(201);
      return { ...settingsOf(engine), warning };
    },
  );

  app.patch<{ Params: Path; Body: ChangeEngineRequest }>(
    '/engines/:engineId',
    {
      schema: {
        operationId: 'changeEngine',
        tags,
        summary: 'Changes an engine; tasks keep what they were submitted with',
        params: EnginePath,
        body: ChangeEngineRequest,
        response: { 200: EngineSaved, ...adminProblems },
      },
    },
    async (request): Promise<EngineSaved> => {
      const { extension, template, ...fields } = request.body;
      if (fields.downloadPath !== undefined) requireWholePath(fields.downloadPath);
      const warning = template === undefined ? null : await warningOf(database, template);
      const engine = await updateEngine(database.db, {
        ...fields,
        ...(extension === undefined ? {} : { extension: withDot(extension) }),
        ...(template === undefined ? {} : { renderArgument: template }),
        engineId: request.params.engineId,
      });
      return { ...settingsOf(engine), warning };
    },
  );

  app.delete<{ Params: Path }>(
    '/engines/:engineId',
    {
      schema: {
        operationId: 'removeEngine',
        tags,
        summary: 'Removes an engine that no task used',
        params: EnginePath,
        response: { 204: Type.Null(), ...adminProblems },
      },
    },
    async (request, reply) => {
      await removeEngine(database.db, request.params);
      return reply.code(204).send();
    },
  );
}

function settingsOf({ renderArgument, ...engine }: Engine): EngineSettings {
  const { engineId, name, extension, downloadPath, adapter } = engine;
  return { engineId, name, extension, template: renderArgument, downloadPath, adapter };
}

/** Whoever asks over HTTP has no folder that a relative path could begin at. */
function requireWholePath(downloadPath: string): void {
  if (isAbsolute(downloadPath)) return;
  throw domainError('value-invalid', 'The download path must be a whole path, from the root or a drive on.');
}

async function warningOf({ db }: Database, template: string): Promise<string | null> {
  const known = new Set((await listArgumentTypes(db)).map(({ argtypeId }) => argtypeId));
  return checkTemplate(template, known) ?? null;
}

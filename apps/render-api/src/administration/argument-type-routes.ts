import {
  AddArgumentTypeRequest,
  ArgumentTypeList,
  ArgumentTypePath,
  ArgumentTypeView,
  ChangeArgumentTypeRequest,
  IdempotencyHeaders,
  type ArgumentTypePath as Path,
} from '@renderonline/contract';
import {
  addArgumentType,
  listArgumentTypes,
  removeArgumentType,
  updateArgumentType,
  type Executor,
} from '@renderonline/database';
import { checkArgumentType, domainError, isDomainError, type ArgumentType } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { adminProblems, keyProblems, tags } from '../http/v2-schemas.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import type { KeyDependencies } from '../idempotency/request-key.ts';

/** What may be filled into templates. */
export function argumentTypeRoutes(app: FastifyInstance, dependencies: KeyDependencies): void {
  const { database } = dependencies;
  app.get(
    '/argument-types',
    {
      schema: {
        operationId: 'listArgumentTypes',
        tags,
        summary: 'All argument types',
        response: { 200: ArgumentTypeList, ...adminProblems },
      },
    },
    async (): Promise<ArgumentTypeList> => ({
      argumentTypes: (await listArgumentTypes(database.db)).map(argumentTypeView),
    }),
  );

  app.post<{ Body: AddArgumentTypeRequest }>(
    '/argument-types',
    {
      schema: {
        operationId: 'addArgumentType',
        tags,
        summary: 'Adds an argument type',
        headers: IdempotencyHeaders,
        body: AddArgumentTypeRequest,
        response: { 201: ArgumentTypeView, ...adminProblems, ...keyProblems },
      },
    },
    async (request, reply): Promise<ArgumentTypeView> => {
      const { argTypeId: argtypeId, type, regex = null } = request.body;
      const wanted = { argtypeId, type, regex };
      requireUsable(wanted);
      const made = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        await addArgumentType(trx, wanted);
        return { argTypeId: argtypeId };
      });
      const argumentType = await findArgumentType(database.db, made);
      reply.code(201);
      return argumentTypeView(argumentType);
    },
  );

  app.patch<{ Params: Path; Body: ChangeArgumentTypeRequest }>(
    '/argument-types/:argTypeId',
    {
      schema: {
        operationId: 'changeArgumentType',
        tags,
        summary: 'Changes an argument type',
        params: ArgumentTypePath,
        body: ChangeArgumentTypeRequest,
        response: { 200: ArgumentTypeView, ...adminProblems },
      },
    },
    async (request): Promise<ArgumentTypeView> => {
      const changed = await database.transaction(async (trx) => {
        const after = { ...(await findArgumentType(trx, request.params)), ...request.body };
        requireUsable(after);
        return updateArgumentType(trx, after);
      });
      return argumentTypeView(changed);
    },
  );

  app.delete<{ Params: Path }>(
    '/argument-types/:argTypeId',
    {
      schema: {
        operationId: 'removeArgumentType',
        tags,
        summary: 'Removes an argument type; templates that name it refuse submissions from then on',
        params: ArgumentTypePath,
        response: { 204: Type.Null(), ...adminProblems },
      },
    },
    async (request, reply) => {
      await database.transaction(async (trx) => {
        await removeArgumentType(trx, await findArgumentType(trx, request.params));
      });
      return reply.code(204).send();
    },
  );
}

function argumentTypeView({ argtypeId, type, regex }: ArgumentType): ArgumentTypeView {
  return { argTypeId: argtypeId, type, regex };
}

async function findArgumentType(trx: Executor, { argTypeId }: Path): Promise<ArgumentType> {
  const found = (await listArgumentTypes(trx)).find(({ argtypeId }) => argtypeId === argTypeId);
  if (found !== undefined) return found;
  throw domainError('argument-type-not-found', `There is no argument type ${argTypeId}.`);
}

/** The catalogue calls a wrong type a fault of the farm (500); here it is one of the request. */
function requireUsable(argumentType: ArgumentType): void {
  try {
    checkArgumentType(argumentType);
  } catch (error) {
    if (!isDomainError(error, 'argument-type-invalid')) throw error;
    const problem = error.details['problem'] ?? '';
    throw domainError('value-invalid', `${error.message} ${problem}`.trim(), {}, error);
  }
}

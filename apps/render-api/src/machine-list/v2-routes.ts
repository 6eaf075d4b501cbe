import {
  MachineAttemptList,
  MachineAttemptsQuery,
  MachineList,
  MachinePath,
  type MachineAttemptsQuery as AttemptsQuery,
  type MachinePath as Path,
} from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { machineAttemptsFor } from './machine-attempts.ts';
import { machineListFor, type MachineListDependencies } from './machine-status.ts';

/** GET /machines and what each has done, for any user: who waits wants to know for whom. */
export function v2MachineRoutes(app: FastifyInstance, dependencies: MachineListDependencies): void {
  app.get(
    '/machines',
    {
      schema: {
        operationId: 'listMachines',
        tags,
        summary: 'The machines of the farm, and what each does now',
        response: { 200: MachineList, ...problems },
      },
    },
    (request) => machineListFor(dependencies, userOf(request)),
  );

  app.get<{ Params: Path; Querystring: AttemptsQuery }>(
    '/machines/:machineId/attempts',
    {
      schema: {
        operationId: 'listMachineAttempts',
        tags,
        summary: 'What a machine was given and what became of it, newest first, in pages',
        params: MachinePath,
        querystring: MachineAttemptsQuery,
        response: { 200: MachineAttemptList, ...problems },
      },
    },
    (request): Promise<MachineAttemptList> =>
      machineAttemptsFor(dependencies.database, userOf(request), { ...request.params, ...request.query }),
  );
}

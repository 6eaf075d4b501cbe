import { MachineList } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { machineListFor, type MachineListDependencies } from './machine-status.ts';

/** GET /machines, for any user: who waits wants to know for whom. */
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
}

import { MachineList } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { problems, tags } from '../http/v2-schemas.ts';
import { listMachineStatus, type MachineListDependencies } from './machine-status.ts';

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
    () => listMachineStatus(dependencies),
  );
}

import type { Database, Machine } from '@renderonline/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateMachine } from './machine-authenticator.ts';

const machines = new WeakMap<FastifyRequest, Machine>();

/** Lets only machines of the link reach the routes of this plugin; decided before anything else is read. */
export function requireMachine(app: FastifyInstance, database: Database): void {
  app.addHook('onRequest', async (request) => {
    machines.set(request, await authenticateMachine(database, request.headers.authorization));
  });
}

/** The machine that sent the request, on routes behind requireMachine. */
export function machineOf(request: FastifyRequest): Machine {
  const machine = machines.get(request);
  if (!machine) throw new Error('The route is not behind requireMachine');
  return machine;
}

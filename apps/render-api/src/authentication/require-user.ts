import type { User } from '@renderonline/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticator } from './authenticator.ts';
import { credentialsOf } from './credentials.ts';

const users = new WeakMap<FastifyRequest, User>();

/** Lets only signed-in users reach the routes of this plugin; decided before anything else of the request is read. */
export function requireUser(app: FastifyInstance, authenticator: Authenticator): void {
  app.addHook('onRequest', async (request) => {
    users.set(request, await authenticator.authenticate(credentialsOf(request.headers)));
  });
}

/** The user who sent the request, on routes behind requireUser. */
export function userOf(request: FastifyRequest): User {
  const user = users.get(request);
  if (!user) throw new Error('The route is not behind requireUser');
  return user;
}

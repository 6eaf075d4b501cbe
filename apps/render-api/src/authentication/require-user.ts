import type { User, WebSession } from '@renderonline/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSessions } from '../sessions/web-sessions.ts';
import type { Authenticator } from './authenticator.ts';
import { credentialsOf } from './credentials.ts';

interface Visitor {
  readonly user: User;
  readonly session?: WebSession;
}

const visitors = new WeakMap<FastifyRequest, Visitor>();

/**
 * Lets only signed-in users reach the routes of this plugin; decided before anything else of the request is read.
 *
 * @param sessions lets browsers in by their cookie, where the request has no headers for it
 */
export function requireUser(
  app: FastifyInstance,
  authenticator: Authenticator,
  sessions?: WebSessions,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const credentials = credentialsOf(request.headers);
    visitors.set(
      request,
      credentials === undefined && sessions !== undefined
        ? await sessions.authenticate(request, reply)
        : { user: await authenticator.authenticate(credentials, request.ip) },
    );
  });
}

/** The user who sent the request, on routes behind requireUser. */
export function userOf(request: FastifyRequest): User {
  return visitorOf(request).user;
}

/** The session that the request came with; undefined when it came with headers. */
export function sessionOf(request: FastifyRequest): WebSession | undefined {
  return visitorOf(request).session;
}

function visitorOf(request: FastifyRequest): Visitor {
  const visitor = visitors.get(request);
  if (!visitor) throw new Error('The route is not behind requireUser');
  return visitor;
}

import { Session, SessionList, SessionPath, type SessionPath as Path } from '@renderonline/contract';
import { endWebSession, endWebSessions, listWebSessions, type Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { sessionOf, userOf } from '../authentication/require-user.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { conflicts, problems, tags } from '../http/v2-schemas.ts';
import { forgottenCookie } from './session-cookie.ts';
import { viewSession, viewSessionEntry, type SessionViewDependencies } from './session-view.ts';

export interface SessionRoutesDependencies extends SessionViewDependencies {
  readonly database: Database;
  readonly guard: Pick<StreamGuard, 'endSessions'>;
  readonly nowMs: () => number;
}

const changeProblems = { ...problems, 403: conflicts[403] };

/** Who asks, and in which browsers they are logged in. Behind requireUser. */
export function sessionRoutes(app: FastifyInstance, dependencies: SessionRoutesDependencies): void {
  const { database, guard, nowMs } = dependencies;

  app.get(
    '/session',
    {
      schema: {
        operationId: 'session',
        tags,
        summary: 'Who asks, what they may, and where they are',
        response: { 200: Session, ...problems },
      },
    },
    (request) => viewSession(dependencies, userOf(request), sessionOf(request)),
  );

  app.get(
    '/sessions',
    {
      schema: {
        operationId: 'listSessions',
        tags,
        summary: 'The browsers in which the user is logged in',
        response: { 200: SessionList, ...problems },
      },
    },
    async (request): Promise<SessionList> => {
      const sessions = await listWebSessions(database.db, { user: userOf(request), nowMs: nowMs() });
      return { sessions: sessions.map((one) => viewSessionEntry(one, sessionOf(request))) };
    },
  );

  app.delete<{ Params: Path }>(
    '/sessions/:sessionId',
    {
      schema: {
        operationId: 'endSession',
        tags,
        summary: 'Logs one browser out',
        params: SessionPath,
        response: { 204: Type.Null(), ...changeProblems },
      },
    },
    async (request, reply) => {
      const { sessionId } = request.params;
      await endWebSession(database.db, { userId: userOf(request).userId, sessionId });
      guard.endSessions({ sessionId });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/sessions',
    {
      schema: {
        operationId: 'endSessions',
        tags,
        summary: 'Logs out everywhere, this browser too',
        response: { 204: Type.Null(), ...changeProblems },
      },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      await endWebSessions(database.db, { userId });
      guard.endSessions({ userId });
      return reply.code(204).header('set-cookie', forgottenCookie).send();
    },
  );
}

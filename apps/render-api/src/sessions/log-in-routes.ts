import { createHash } from 'node:crypto';
import { LogInRequest, Session } from '@renderonline/contract';
import { endWebSessionOf, type Database, type User } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Authenticator } from '../authentication/authenticator.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { createTryLimits } from '../authentication/try-limits.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { limitedProblems, tags } from '../http/v2-schemas.ts';
import { refuseForeignPages } from './same-origin.ts';
import { forgottenCookie, hashSessionSecret, sessionSecretOf } from './session-cookie.ts';
import { viewSession } from './session-view.ts';
import type { WebSessions } from './web-sessions.ts';

export interface LogInDependencies {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly sessions: WebSessions;
  readonly guard: Pick<StreamGuard, 'endSessions'>;
  readonly farmName: string;
  readonly requestBodyTimeoutMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
}

const maxBodyBytes = 16 * 1024;
const tries = { perMs: 5 * 60_000, ofAll: 3000, maxAddresses: 10_000, what: 'tokens' };

/** Logging in and out. Needs a plugin of its own, for its bodies, and no credentials before. */
export function logInRoutes(app: FastifyInstance, dependencies: LogInDependencies): void {
  const { database, authenticator, sessions, guard, requestBodyTimeoutMs, monotonicMs } = dependencies;
  const byAddress = createTryLimits({ nowMs: monotonicMs, ofAddress: 30, ...tries });
  const byEmail = createTryLimits({ nowMs: monotonicMs, ofAddress: 30, ...tries });
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs });
  app.addHook('onRequest', (request, _reply, done) => {
    refuseForeignPages(request);
    done();
  });

  /** Failures count, of each address and of each e-mail, and so do tries that are not decided yet. */
  async function authenticate({ ip, body }: FastifyRequest<{ Body: LogInRequest }>): Promise<User> {
    const { email, token } = body;
    const giveBack = [byAddress.take(ip)];
    try {
      giveBack.push(byEmail.take(countedEmail(email)));
      const user = await authenticator.authenticate({ email: email.trim(), token });
      for (const give of giveBack) give();
      return user;
    } catch (error) {
      if (!isDomainError(error, 'unauthorized')) for (const give of giveBack) give();
      throw error;
    }
  }

  app.post<{ Body: LogInRequest }>(
    '/session',
    {
      schema: {
        operationId: 'logIn',
        tags,
        summary: 'Logs a browser in: the answer sets a cookie that is as good as the headers',
        body: LogInRequest,
        security: [],
        response: { 200: Session, ...limitedProblems },
      },
    },
    async (request, reply): Promise<Session> => {
      const user = await authenticate(request);
      const { isRemembered = false } = request.body;
      const session = await sessions.begin(user, request, reply, { isRemembered });
      request.log.info({ userId: user.userId, sessionId: session.sessionId }, 'a browser was logged in');
      return viewSession(dependencies, user, session);
    },
  );

  app.delete(
    '/session',
    {
      schema: {
        operationId: 'logOut',
        tags,
        summary: 'Logs this browser out; done as well when it was not logged in',
        security: [],
        response: { 204: Type.Null(), ...limitedProblems },
      },
    },
    async (request, reply) => {
      const secret = sessionSecretOf(request.headers);
      const secretHash = secret === undefined ? undefined : hashSessionSecret(secret);
      const sessionId =
        secretHash === undefined ? undefined : await endWebSessionOf(database.db, { secretHash });
      if (sessionId !== undefined) guard.endSessions({ sessionId });
      return reply.code(204).header('set-cookie', forgottenCookie).send();
    },
  );
}

/** Of one length, whatever was sent. */
function countedEmail(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

import {
  beginWebSession,
  extendWebSession,
  findWebSession,
  type Database,
  type User,
  type WebSession,
} from '@renderonline/database';
import { v1Refusals } from '@renderonline/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireSameOrigin } from './same-origin.ts';
import {
  generateSessionSecret,
  hashSessionSecret,
  sessionCookie,
  sessionSecretOf,
} from './session-cookie.ts';

const hourMs = 3_600_000;
/** How long a session lasts after its last use. */
const lifeMs = { remembered: 30 * 24 * hourMs, other: 12 * hourMs } as const;
/** The use of a session is written down so often at most. */
const noteUseAfterMs = 5 * 60_000;

/** Browsers that are logged in. */
export interface WebSessions {
  /** Begins a session, and has the browser keep its secret. */
  begin(
    user: User,
    request: FastifyRequest,
    reply: FastifyReply,
    options: { readonly isRemembered: boolean },
  ): Promise<WebSession>;
  /**
   * The session and the user of a request's cookie, whose life goes on from now.
   *
   * @throws DomainError 'unauthorized' without a good one; 'cross-site-request'
   */
  authenticate(request: FastifyRequest, reply: FastifyReply): Promise<{ session: WebSession; user: User }>;
}

export interface WebSessionsDependencies {
  readonly database: Database;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

export function createWebSessions({ database, nowMs }: WebSessionsDependencies): WebSessions {
  return {
    async begin(user, request, reply, { isRemembered }) {
      const secret = generateSessionSecret();
      const isSecure = isHttps(request);
      const createdAtMs = nowMs();
      const session = await beginWebSession(database, {
        ...{ user, isRemembered, isSecure, createdAtMs },
        secretHash: hashSessionSecret(secret),
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? '',
        expiresAtMs: createdAtMs + lifeOf({ isRemembered }),
      });
      reply.header('set-cookie', cookieOf(secret, session));
      return session;
    },

    async authenticate(request, reply) {
      const secret = sessionSecretOf(request.headers);
      if (secret === undefined) throw v1Refusals.unauthorized();
      requireSameOrigin(request);
      const seenAtMs = nowMs();
      const found = await findWebSession(database.db, {
        secretHash: hashSessionSecret(secret),
        nowMs: seenAtMs,
      });
      if (found === undefined) throw v1Refusals.unauthorized();
      const { session } = found;
      if (seenAtMs - session.lastSeenAtMs >= noteUseAfterMs) {
        const { sessionId } = session;
        const expiresAtMs = seenAtMs + lifeOf(session);
        await extendWebSession(database.db, { sessionId, seenAtMs, expiresAtMs });
        if (session.isRemembered) reply.header('set-cookie', cookieOf(secret, session));
      }
      return found;
    },
  };
}

function lifeOf({ isRemembered }: Pick<WebSession, 'isRemembered'>): number {
  return isRemembered ? lifeMs.remembered : lifeMs.other;
}

function cookieOf(secret: string, session: WebSession): string {
  const { isSecure, isRemembered } = session;
  return sessionCookie(secret, { isSecure, rememberedForMs: isRemembered ? lifeOf(session) : null });
}

/** Behind a proxy that ends HTTPS the browser alone knows. */
function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers.origin?.startsWith('https://') === true;
}

import type { User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { userOf } from './require-user.ts';

/** Lets only admins reach the routes of this plugin. Behind requireUser. */
export function requireAdmin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    refuseOthers(userOf(request));
  });
}

/**
 * Whose tasks are asked for: a user's own, or everybody's.
 *
 * @throws DomainError 'admins-only' for everybody's, unless the user is an admin
 */
export function scopeOf(user: User, scope: 'own' | 'all' = 'own'): number | 'all' {
  if (scope === 'own') return user.userId;
  refuseOthers(user);
  return 'all';
}

function refuseOthers({ role }: User): void {
  if (role !== 'admin') throw domainError('admins-only', 'Only an admin of the farm may do this.');
}

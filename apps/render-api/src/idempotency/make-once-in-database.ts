import { makeUnderKey, type Executor } from '@renderonline/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { makeOnce } from './make-once.ts';
import type { KeyDependencies } from './request-key.ts';

/**
 * As makeOnce, for what is made by rows alone and asked for by the request's address and body.
 *
 * @param make resolves with the identifiers of what it made
 * @throws DomainError 'request-invalid', 'idempotency-key-reused', those of `make`
 */
export async function makeOnceInDatabase<Made extends object>(
  dependencies: KeyDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  make: (trx: Executor) => Promise<Made>,
): Promise<Made> {
  const { userId } = userOf(request);
  return makeOnce(dependencies, request, reply, async (key) => {
    await key?.asksFor(JSON.stringify(request.body));
    return makeUnderKey(dependencies.database, { userId, key: key?.row() }, make);
  });
}

import { replayedHeader } from '@renderonline/contract';
import { findMade } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestKeyOf, type KeyDependencies, type RequestKey } from './request-key.ts';

/**
 * Makes what a request asks for, unless the same request with the same key has made it: then its identifiers are those of
 * that time, and the answer has a header that says so.
 *
 * @param make tells the key what is asked for, and writes its row in the transaction that makes it; without a key, it
 *   just makes it
 * @throws DomainError 'request-invalid', 'idempotency-key-reused', those of `make`
 */
export async function makeOnce<Made>(
  dependencies: KeyDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  make: (key: RequestKey | undefined) => Promise<Made>,
): Promise<Made> {
  const key = requestKeyOf(dependencies, request);
  try {
    return await make(key);
  } catch (error) {
    if (key === undefined || !isDomainError(error, 'idempotency-key-reused')) throw error;
    const { requestHash, ...row } = key.row();
    const before = await findMade(dependencies.database.db, { userId: key.userId, ...row });
    if (before?.requestHash !== requestHash) throw error;
    reply.header(replayedHeader, 'true');
    // Written by `make` of the same address.
    return before.made as Made;
  }
}

/** Whether the answer is about what an earlier request has made. */
export function isReplay(reply: FastifyReply): boolean {
  return reply.hasHeader(replayedHeader);
}

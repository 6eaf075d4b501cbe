import { hash } from 'node:crypto';
import { idempotencyKeyHeader } from '@renderonline/contract';
import { refuseUsedKey, type Database, type RequestKey as KeyRow } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyRequest } from 'fastify';
import { userOf } from '../authentication/require-user.ts';

export interface KeyDependencies {
  readonly database: Database;
  readonly nowMs: () => number;
}

/** The Idempotency-Key of a request. */
export interface RequestKey {
  readonly userId: number;
  /** Of the key, 64 lower-case hexadecimal digits. */
  readonly keyHash: string;
  /**
   * Says what the request asks for, as soon as that is known: the key stands for this alone.
   *
   * @throws DomainError 'idempotency-key-reused' when something was made with the key already
   */
  asksFor(content: string): Promise<void>;
  /** What is written together with the thing that is made. */
  row(): KeyRow;
}

/** What HTTP lets a header's value be, without spaces. */
const visible = /^[!-~]{1,255}$/;

/**
 * The key that a request brings.
 *
 * @returns undefined when it brings none
 * @throws DomainError 'request-invalid'
 */
export function requestKeyOf(
  { database, nowMs }: KeyDependencies,
  request: FastifyRequest,
): RequestKey | undefined {
  const key = request.headers[idempotencyKeyHeader];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !visible.test(key)) {
    throw domainError('request-invalid', 'The Idempotency-Key is not 1 to 255 visible characters of ASCII.');
  }
  const { userId } = userOf(request);
  const keyHash = hash('sha256', key);
  const address = `${request.method} ${request.url.split('?', 1)[0] ?? ''}`;
  let requestHash: string | undefined;
  function row(): KeyRow {
    if (requestHash === undefined) throw new Error('It is not known yet what the request asks for.');
    return { keyHash, requestHash, nowMs: nowMs() };
  }
  return {
    userId,
    keyHash,
    async asksFor(content) {
      requestHash = hash('sha256', `${address}\n${content}`);
      await refuseUsedKey(database.db, { userId, key: row() });
    },
    row,
  };
}

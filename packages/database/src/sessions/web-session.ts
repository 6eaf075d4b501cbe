import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';

/** A browser that is logged in. Times are milliseconds since 1970 UTC. */
export interface WebSession {
  readonly sessionId: number;
  readonly userId: number;
  /** Whether it outlives the browser's end. */
  readonly isRemembered: boolean;
  /** Whether it was begun over HTTPS. */
  readonly isSecure: boolean;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
}

export const webSessionColumns = [
  'web_sessions.session_id',
  'web_sessions.user_id',
  'web_sessions.is_remembered',
  'web_sessions.is_secure',
  'web_sessions.address',
  'web_sessions.user_agent',
  'web_sessions.created_at',
  'web_sessions.last_seen_at',
  'web_sessions.expires_at',
] as const;

type WebSessionRow = Omit<Selectable<Schema['web_sessions']>, 'secret_hash' | 'token_hash'>;

export function webSessionFromRow(row: WebSessionRow): WebSession {
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    isRemembered: row.is_remembered !== 0,
    isSecure: row.is_secure !== 0,
    address: row.address,
    userAgent: row.user_agent,
    createdAtMs: fromRequiredStoredTime(row.created_at),
    lastSeenAtMs: fromRequiredStoredTime(row.last_seen_at),
    expiresAtMs: fromRequiredStoredTime(row.expires_at),
  };
}

/**
 * What a session keeps of the token that it was begun with, as `users` has it. With another token there, whoever wrote
 * it, the session is over.
 */
export function hashOfStoredToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

import type { Database, Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { hashOfStoredToken, webSessionColumns, webSessionFromRow, type WebSession } from './web-session.ts';

/** Of one user; the one that was not seen for longest gives way. */
export const maxSessionsOfUser = 100;

export interface BeginWebSessionInput extends Omit<WebSession, 'sessionId' | 'userId' | 'lastSeenAtMs'> {
  /** Who, with the token as it was stored when it was found to be right. */
  readonly user: { readonly userId: number; readonly token: string };
  /** Of the secret, 64 lower-case hexadecimal digits; the secret itself is never stored. */
  readonly secretHash: string;
}

/** Begins a session of a user, and removes those that are over. */
export async function beginWebSession(database: Database, input: BeginWebSessionInput): Promise<WebSession> {
  const { user, secretHash, isRemembered, isSecure, createdAtMs, expiresAtMs } = input;
  const now = toStoredTime(createdAtMs);
  return database.transaction(async (trx) => {
    await trx.deleteFrom('web_sessions').where('expires_at', '<=', now).execute();
    await trx
      .insertInto('web_sessions')
      .values({
        user_id: user.userId,
        secret_hash: secretHash,
        token_hash: hashOfStoredToken(user.token),
        is_remembered: isRemembered ? 1 : 0,
        is_secure: isSecure ? 1 : 0,
        address: shortened(input.address, 64),
        user_agent: shortened(input.userAgent, 255),
        created_at: now,
        last_seen_at: now,
        expires_at: toStoredTime(expiresAtMs),
      })
      .execute();
    await removeTooMany(trx, user.userId);
    const row = await trx
      .selectFrom('web_sessions')
      .select(webSessionColumns)
      .where('secret_hash', '=', secretHash)
      .executeTakeFirstOrThrow();
    return webSessionFromRow(row);
  });
}

async function removeTooMany(trx: Executor, userId: number): Promise<void> {
  const tooMany = await trx
    .selectFrom('web_sessions')
    .select('session_id')
    .where('user_id', '=', userId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('session_id', 'desc')
    .limit(1000)
    .offset(maxSessionsOfUser)
    .execute();
  if (tooMany.length === 0) return;
  const ids = tooMany.map(({ session_id }) => session_id);
  await trx.deleteFrom('web_sessions').where('session_id', 'in', ids).execute();
}

/** What browsers say of themselves is cut, not refused: nobody decides by it. */
function shortened(text: string, max: number): string {
  return Array.from(text.replaceAll('\0', '')).slice(0, max).join('');
}

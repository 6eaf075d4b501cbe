import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { hashOfStoredToken, webSessionColumns, webSessionFromRow, type WebSession } from './web-session.ts';

/**
 * The sessions of a user that last, the one used last first.
 *
 * @param input.user with the token as it is stored
 */
export async function listWebSessions(
  executor: Executor,
  {
    user,
    nowMs,
  }: { readonly user: { readonly userId: number; readonly token: string }; readonly nowMs: number },
): Promise<WebSession[]> {
  const rows = await executor
    .selectFrom('web_sessions')
    .select(webSessionColumns)
    .where('user_id', '=', user.userId)
    .where('token_hash', '=', hashOfStoredToken(user.token))
    .where('expires_at', '>', toStoredTime(nowMs))
    .orderBy('last_seen_at', 'desc')
    .orderBy('session_id', 'desc')
    .execute();
  return rows.map(webSessionFromRow);
}

/** Numbers of everybody's sessions that have neither ended nor expired. */
export async function listWebSessionIds(
  executor: Executor,
  { nowMs }: { readonly nowMs: number },
): Promise<number[]> {
  const rows = await executor
    .selectFrom('web_sessions')
    .select('session_id')
    .where('expires_at', '>', toStoredTime(nowMs))
    .execute();
  return rows.map(({ session_id }) => session_id);
}

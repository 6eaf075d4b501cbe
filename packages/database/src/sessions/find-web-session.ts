import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { userColumns, userFromRow, type User } from '../users/user.ts';
import { hashOfStoredToken, webSessionColumns, webSessionFromRow, type WebSession } from './web-session.ts';

/** The session of a secret and its user, while it lasts: neither ended nor expired, the user active, the token the same. */
export async function findWebSession(
  executor: Executor,
  { secretHash, nowMs }: { readonly secretHash: string; readonly nowMs: number },
): Promise<{ readonly session: WebSession; readonly user: User } | undefined> {
  const row = await executor
    .selectFrom('web_sessions')
    .innerJoin('users', 'users.user_id', 'web_sessions.user_id')
    .select([...webSessionColumns, 'web_sessions.token_hash'])
    .select(userColumns.map((name) => `users.${name}` as const))
    .where('web_sessions.secret_hash', '=', secretHash)
    .where('web_sessions.expires_at', '>', toStoredTime(nowMs))
    .where('users.is_active', '!=', 0)
    .executeTakeFirst();
  if (row === undefined || row.token_hash !== hashOfStoredToken(row.token)) return undefined;
  return { session: webSessionFromRow(row), user: userFromRow(row) };
}

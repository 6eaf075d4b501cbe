import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';

/** Ends every session of a user. */
export async function endWebSessions(executor: Executor, input: { readonly userId: number }): Promise<void> {
  await executor.deleteFrom('web_sessions').where('user_id', '=', input.userId).execute();
}

/**
 * Ends one session of a user.
 *
 * @throws 'session-not-found'
 */
export async function endWebSession(
  executor: Executor,
  input: { readonly userId: number; readonly sessionId: number },
): Promise<void> {
  const { numDeletedRows } = await executor
    .deleteFrom('web_sessions')
    .where('user_id', '=', input.userId)
    .where('session_id', '=', input.sessionId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) {
    throw domainError('session-not-found', `There is no session with the number ${input.sessionId}.`);
  }
}

/** Ends the session that a secret belongs to. @returns its number; undefined when there is none */
export async function endWebSessionOf(
  executor: Executor,
  input: { readonly secretHash: string },
): Promise<number | undefined> {
  const found = await executor
    .selectFrom('web_sessions')
    .select('session_id')
    .where('secret_hash', '=', input.secretHash)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  await executor.deleteFrom('web_sessions').where('session_id', '=', found.session_id).execute();
  return found.session_id;
}

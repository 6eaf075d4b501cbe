import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/** Notes that a session was used, and until when it lasts now. One that is gone stays gone. */
export async function extendWebSession(
  executor: Executor,
  input: { readonly sessionId: number; readonly seenAtMs: number; readonly expiresAtMs: number },
): Promise<void> {
  await executor
    .updateTable('web_sessions')
    .set({ last_seen_at: toStoredTime(input.seenAtMs), expires_at: toStoredTime(input.expiresAtMs) })
    .where('session_id', '=', input.sessionId)
    .execute();
}

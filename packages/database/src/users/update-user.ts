import { explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { endWebSessions } from '../sessions/end-web-sessions.ts';
import { duplicateEmail, unknownSubscription, userNotFound } from './refuse-user.ts';
import { userColumns, userFromRow, userRowOf, type User, type UserFields } from './user.ts';

/**
 * Changes the fields that are given and leaves the others. Another token, or a user who may not sign in any more, ends
 * the user's sessions.
 *
 * @returns the user as it is now
 * @throws 'user-not-found', 'duplicate-email', 'subscription-not-found', 'value-invalid'
 */
export async function updateUser(
  executor: Executor,
  input: { readonly userId: number } & Partial<UserFields>,
): Promise<User> {
  const { userId, ...fields } = input;
  const changes = userRowOf(fields);
  if (Object.keys(changes).length > 0) {
    await explainViolations(
      executor.updateTable('users').set(changes).where('user_id', '=', userId).execute(),
      {
        unique: () => duplicateEmail(changes.email),
        'foreign-key': () => unknownSubscription(changes.subscription_id),
      },
    );
  }
  if (fields.token !== undefined || fields.isActive === false) await endWebSessions(executor, { userId });
  const row = await executor
    .selectFrom('users')
    .select(userColumns)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (row === undefined) throw userNotFound(userId);
  return userFromRow(row);
}

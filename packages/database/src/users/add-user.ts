import { checkNewId } from '../checked-values.ts';
import { alreadyExists, explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { duplicateEmail, unknownSubscription } from './refuse-user.ts';
import { userRowOf, type NewUser, type User } from './user.ts';

/**
 * Adds a user. `token` is stored as it is given: hash it first.
 *
 * @throws 'duplicate-email', 'already-exists' (the id), 'subscription-not-found', 'value-invalid'
 */
export async function addUser(
  executor: Executor,
  input: NewUser & { readonly userId?: number },
): Promise<User> {
  const { userId, ...given } = input;
  const fields = { role: 'user', ...given } as const;
  const chosen = checkNewId('The user identifier', userId);
  const row = {
    first_name: '',
    last_name: '',
    email: '',
    subscription_id: 0,
    is_active: 0,
    token: '',
    ...userRowOf(fields),
    ...(chosen === undefined ? {} : { user_id: chosen.id }),
  };
  const isEmailTaken = await hasEmail(executor, row.email);
  const { insertId } = await explainViolations(
    executor.insertInto('users').values(row).executeTakeFirstOrThrow(),
    {
      unique: () =>
        chosen === undefined || isEmailTaken
          ? duplicateEmail(row.email)
          : alreadyExists(`A user with the identifier ${chosen.id}`),
      'foreign-key': () => unknownSubscription(row.subscription_id),
    },
  );
  return { ...fields, email: row.email, userId: chosen?.id ?? Number(insertId) };
}

/** As the unique key has it: a server may take letters with other accents for the same. */
async function hasEmail(executor: Executor, email: string): Promise<boolean> {
  const row = await executor
    .selectFrom('users')
    .select('user_id')
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

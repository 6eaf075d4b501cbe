import type { Executor } from '../database.ts';
import { userColumns, userFromRow, type User } from './user.ts';

/**
 * The user of an e-mail, active or not; upper and lower case are the same. Letters with other accents are others, whatever
 * a server's collation says: who guesses at a token is counted by the e-mail, and has one for each user.
 */
export async function findUserByEmail(
  executor: Executor,
  input: { readonly email: string },
): Promise<User | undefined> {
  const row = await executor
    .selectFrom('users')
    .select(userColumns)
    .where('email', '=', input.email)
    .executeTakeFirst();
  return row !== undefined && folded(row.email) === folded(input.email) ? userFromRow(row) : undefined;
}

function folded(email: string): string {
  return email.trim().toLowerCase();
}

import type { Executor } from '../database.ts';
import { userColumns, userFromRow, type User } from './user.ts';

/** The user of an e-mail, active or not; upper and lower case are the same. */
export async function findUserByEmail(
  executor: Executor,
  input: { readonly email: string },
): Promise<User | undefined> {
  const row = await executor
    .selectFrom('users')
    .select(userColumns)
    .where('email', '=', input.email)
    .executeTakeFirst();
  return row && userFromRow(row);
}

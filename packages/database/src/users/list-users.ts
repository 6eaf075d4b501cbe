import type { Executor } from '../database.ts';
import { userColumns, userFromRow, type User } from './user.ts';

/**
 * Users, by id.
 *
 * @param input.limit all of them when absent
 * @param input.afterUserId only those with a larger id: for the next page
 */
export async function listUsers(
  executor: Executor,
  input: { readonly limit?: number; readonly afterUserId?: number } = {},
): Promise<User[]> {
  let query = executor.selectFrom('users').select(userColumns).orderBy('user_id');
  if (input.afterUserId !== undefined) query = query.where('user_id', '>', input.afterUserId);
  if (input.limit !== undefined) query = query.limit(input.limit);
  return (await query.execute()).map(userFromRow);
}

import type { Executor } from '../database.ts';
import { userColumns, userFromRow, type User } from './user.ts';

/** Every user, by id. */
export async function listUsers(executor: Executor): Promise<User[]> {
  const rows = await executor.selectFrom('users').select(userColumns).orderBy('user_id').execute();
  return rows.map(userFromRow);
}

import type { Executor } from '../database.ts';

/** Whether there is a user, active or not. */
export async function hasUsers(executor: Executor): Promise<boolean> {
  const row = await executor.selectFrom('users').select('user_id').limit(1).executeTakeFirst();
  return row !== undefined;
}

import type { Executor } from '../database.ts';

export interface UserName {
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
}

/** What these users are called, by id. */
export async function listUserNames(
  executor: Executor,
  input: { readonly userIds: readonly number[] },
): Promise<UserName[]> {
  if (input.userIds.length === 0) return [];
  const rows = await executor
    .selectFrom('users')
    .select(['user_id', 'first_name', 'last_name'])
    .where('user_id', 'in', input.userIds)
    .orderBy('user_id')
    .execute();
  return rows.map((row) => ({ userId: row.user_id, firstName: row.first_name, lastName: row.last_name }));
}

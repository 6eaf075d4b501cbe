import type { Executor } from '../database.ts';

/**
 * Replaces a stored token by another if it is still the previous one, byte for byte: whoever set a new token
 * meanwhile wins.
 *
 * @returns whether it was replaced
 */
export async function replaceUserToken(
  executor: Executor,
  input: { readonly userId: number; readonly previousToken: string; readonly token: string },
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('users')
    .set({ token: input.token })
    .where('user_id', '=', input.userId)
    .where('token', '=', input.previousToken)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

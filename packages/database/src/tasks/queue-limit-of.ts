import type { Executor } from '../database.ts';

/** How many tasks a user may have in the queue at once; undefined for an unknown user. */
export async function queueLimitOf(
  executor: Executor,
  input: { readonly userId: number },
): Promise<number | undefined> {
  const row = await executor
    .selectFrom('users')
    .innerJoin('subscriptions', 'subscriptions.subscription_id', 'users.subscription_id')
    .select('subscriptions.queue_limit')
    .where('users.user_id', '=', input.userId)
    .executeTakeFirst();
  return row?.queue_limit;
}

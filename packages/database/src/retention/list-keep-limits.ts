import type { KeepLimits } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { keepColumns, keepLimitsFromRow } from '../subscriptions/subscription.ts';

/** What each user may keep by their subscription. */
export async function listKeepLimits(
  executor: Executor,
): Promise<{ readonly userId: number; readonly email: string; readonly keep: KeepLimits }[]> {
  const rows = await executor
    .selectFrom('users')
    .innerJoin('subscriptions', 'subscriptions.subscription_id', 'users.subscription_id')
    .select(['users.user_id', 'users.email', ...keepColumns])
    .orderBy('users.user_id')
    .execute();
  return rows.map((row) => ({ userId: row.user_id, email: row.email, keep: keepLimitsFromRow(row) }));
}

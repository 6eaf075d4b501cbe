import type { Executor } from '../database.ts';
import { subscriptionColumns, subscriptionFromRow, type Subscription } from './subscription.ts';

/** Every subscription, by id. */
export async function listSubscriptions(executor: Executor): Promise<Subscription[]> {
  const rows = await executor
    .selectFrom('subscriptions')
    .select(subscriptionColumns)
    .orderBy('subscription_id')
    .execute();
  return rows.map(subscriptionFromRow);
}

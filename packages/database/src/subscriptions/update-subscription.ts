import type { Executor } from '../database.ts';
import {
  subscriptionColumns,
  subscriptionFromRow,
  subscriptionNotFound,
  subscriptionRowOf,
  type Subscription,
  type SubscriptionFields,
} from './subscription.ts';

/**
 * Changes the fields that are given and leaves the others.
 *
 * @returns the subscription as it is now
 * @throws 'subscription-not-found', 'value-invalid'
 */
export async function updateSubscription(
  executor: Executor,
  input: { readonly subscriptionId: number } & Partial<SubscriptionFields>,
): Promise<Subscription> {
  const { subscriptionId, ...fields } = input;
  const changes = subscriptionRowOf(fields);
  if (Object.keys(changes).length > 0) {
    await executor
      .updateTable('subscriptions')
      .set(changes)
      .where('subscription_id', '=', subscriptionId)
      .execute();
  }
  const row = await executor
    .selectFrom('subscriptions')
    .select(subscriptionColumns)
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst();
  if (row === undefined) throw subscriptionNotFound(subscriptionId);
  return subscriptionFromRow(row);
}

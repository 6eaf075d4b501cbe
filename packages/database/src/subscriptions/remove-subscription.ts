import { countOf, explainViolations, stillInUse } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { subscriptionNotFound } from './subscription.ts';

/** @throws 'subscription-not-found', 'still-in-use' while users have it */
export async function removeSubscription(
  executor: Executor,
  input: { readonly subscriptionId: number },
): Promise<void> {
  const { subscriptionId } = input;
  const { count } = await executor
    .selectFrom('users')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirstOrThrow();
  const { numDeletedRows } = await explainViolations(
    executor.deleteFrom('subscriptions').where('subscription_id', '=', subscriptionId).executeTakeFirst(),
    {
      'foreign-key': () => stillInUse(`The subscription ${subscriptionId}`, countOf(count, 'user')),
    },
  );
  if (numDeletedRows === 0n) throw subscriptionNotFound(subscriptionId);
}

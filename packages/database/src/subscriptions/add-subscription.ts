import { checkNewId } from '../checked-values.ts';
import { alreadyExists, explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { subscriptionRowOf, type Subscription, type NewSubscription } from './subscription.ts';

/** @throws 'already-exists' (the id), 'value-invalid' */
export async function addSubscription(
  executor: Executor,
  input: NewSubscription & { readonly subscriptionId?: number },
): Promise<Subscription> {
  const { subscriptionId, ...given } = input;
  const fields = { weight: 1, keep: {}, ...given };
  const chosen = checkNewId('The subscription identifier', subscriptionId);
  const row = {
    name: '',
    queue_limit: 0,
    ...subscriptionRowOf(fields),
    ...(chosen === undefined ? {} : { subscription_id: chosen.id }),
  };
  const { insertId } = await explainViolations(
    executor.insertInto('subscriptions').values(row).executeTakeFirstOrThrow(),
    { unique: () => alreadyExists(`A subscription with the identifier ${chosen?.id ?? ''}`) },
  );
  const { keep } = fields;
  const none = { days: null, bytes: null };
  return {
    ...fields,
    keep: {
      task: { ...none, ...keep.task },
      results: { ...none, ...keep.results },
      logs: { ...none, ...keep.logs },
      project: { ...none, ...keep.project },
    },
    subscriptionId: chosen?.id ?? Number(insertId),
  };
}

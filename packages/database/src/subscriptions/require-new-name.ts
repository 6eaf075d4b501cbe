import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { listSubscriptions } from './list-subscriptions.ts';

/**
 * People name subscriptions, so a name is the name of one of them, in any case.
 *
 * @param input.subscriptionId the subscription that is to have the name; undefined for a new one
 * @throws 'already-exists'
 */
export async function requireNewName(
  executor: Executor,
  input: { readonly name: string; readonly subscriptionId?: number },
): Promise<void> {
  const name = input.name.toLowerCase();
  const there = (await listSubscriptions(executor)).find(
    (row) => row.name.toLowerCase() === name && row.subscriptionId !== input.subscriptionId,
  );
  if (there === undefined) return;
  const { subscriptionId } = there;
  throw domainError('already-exists', `Subscription ${subscriptionId} is called ${there.name} already.`, {
    subscriptionId,
  });
}

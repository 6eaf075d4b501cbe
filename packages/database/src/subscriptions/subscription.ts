import { domainError, type DomainError } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkInteger, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

/** How many tasks its users may each have in the queue at once. */
export interface Subscription {
  readonly subscriptionId: number;
  readonly name: string;
  readonly queueLimit: number;
}

export type SubscriptionFields = Omit<Subscription, 'subscriptionId'>;

export const subscriptionColumns = ['subscription_id', 'name', 'queue_limit'] as const;

/** The largest that an INT UNSIGNED holds. */
const maxQueueLimit = 4_294_967_295;

export function subscriptionFromRow(row: Selectable<Schema['subscriptions']>): Subscription {
  return { subscriptionId: row.subscription_id, name: row.name, queueLimit: row.queue_limit };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function subscriptionRowOf(fields: Partial<SubscriptionFields>): {
  name?: string;
  queue_limit?: number;
} {
  const { name, queueLimit } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { min: 1, max: 255 }) }),
    ...(queueLimit === undefined
      ? {}
      : { queue_limit: checkInteger('The queue limit', queueLimit, { min: 0, max: maxQueueLimit }) }),
  };
}

export function subscriptionNotFound(subscriptionId: number): DomainError {
  return domainError(
    'subscription-not-found',
    `There is no subscription with the identifier ${subscriptionId}.`,
    { subscriptionId },
  );
}

import { domainError, type DomainError } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkInteger, checkNumber, checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

/** How many tasks its users may each have in the queue at once, and how much of the farm they get. */
export interface Subscription {
  readonly subscriptionId: number;
  readonly name: string;
  readonly queueLimit: number;
  /** Above 0: a user of weight 2 gets twice the machines of one of weight 1 while both wait. */
  readonly weight: number;
}

export type SubscriptionFields = Omit<Subscription, 'subscriptionId'>;
/** A new subscription weighs 1 unless told otherwise. */
export type NewSubscription = Omit<SubscriptionFields, 'weight'> &
  Partial<Pick<SubscriptionFields, 'weight'>>;

export const subscriptionColumns = ['subscription_id', 'name', 'queue_limit', 'weight'] as const;

/** The largest that an INT UNSIGNED holds. */
const maxQueueLimit = 4_294_967_295;
/** Far enough apart for every farm, and near enough for sums to stay exact. */
const minWeight = 0.001;
const maxWeight = 1_000_000;

export function subscriptionFromRow(row: Selectable<Schema['subscriptions']>): Subscription {
  return {
    subscriptionId: row.subscription_id,
    name: row.name,
    queueLimit: row.queue_limit,
    weight: row.weight,
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function subscriptionRowOf(fields: Partial<SubscriptionFields>): {
  name?: string;
  queue_limit?: number;
  weight?: number;
} {
  const { name, queueLimit, weight } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { min: 1, max: 255 }) }),
    ...(queueLimit === undefined
      ? {}
      : { queue_limit: checkInteger('The queue limit', queueLimit, { min: 0, max: maxQueueLimit }) }),
    ...(weight === undefined
      ? {}
      : { weight: checkNumber('The weight', weight, { min: minWeight, max: maxWeight }) }),
  };
}

export function subscriptionNotFound(subscriptionId: number): DomainError {
  return domainError(
    'subscription-not-found',
    `There is no subscription with the identifier ${subscriptionId}.`,
    { subscriptionId },
  );
}

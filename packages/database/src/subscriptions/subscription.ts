import {
  domainError,
  type DomainError,
  type KeepLimit,
  type KeepLimits,
  type KeptKind,
} from '@renderonline/domain';
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
  /** What its users may keep; null is without a limit of its own. */
  readonly keep: KeepLimits;
}

export type SubscriptionFields = Omit<Subscription, 'subscriptionId' | 'keep'> & {
  /** Those that are not named stay as they are. */
  readonly keep: { readonly [Kind in KeptKind]?: Partial<KeepLimit> };
};
/** A new subscription weighs 1 unless told otherwise. */
export type NewSubscription = Omit<SubscriptionFields, 'weight' | 'keep'> &
  Partial<Pick<SubscriptionFields, 'weight' | 'keep'>>;

export const keepColumns = [
  'keep_tasks_days',
  'keep_tasks_bytes',
  'keep_results_days',
  'keep_results_bytes',
  'keep_logs_days',
  'keep_logs_bytes',
  'keep_projects_days',
  'keep_projects_bytes',
] as const;

export const subscriptionColumns = [
  'subscription_id',
  'name',
  'queue_limit',
  'weight',
  ...keepColumns,
] as const;

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
    keep: keepLimitsFromRow(row),
  };
}

/** The columns of the given fields, checked. @throws 'value-invalid' */
export function subscriptionRowOf(
  fields: Partial<SubscriptionFields>,
): Partial<Omit<Selectable<Schema['subscriptions']>, 'subscription_id'>> {
  const { name, queueLimit, weight, keep } = fields;
  return {
    ...(name === undefined ? {} : { name: checkText('The name', name, { min: 1, max: 255 }) }),
    ...(queueLimit === undefined
      ? {}
      : { queue_limit: checkInteger('The queue limit', queueLimit, { min: 0, max: maxQueueLimit }) }),
    ...(weight === undefined
      ? {}
      : { weight: checkNumber('The weight', weight, { min: minWeight, max: maxWeight }) }),
    ...(keep?.task && rowOfLimit('tasks', keep.task)),
    ...(keep?.results && rowOfLimit('results', keep.results)),
    ...(keep?.logs && rowOfLimit('logs', keep.logs)),
    ...(keep?.project && rowOfLimit('projects', keep.project)),
  };
}

/** What a subscription lets its users keep. */
export function keepLimitsFromRow(
  row: Pick<Selectable<Schema['subscriptions']>, (typeof keepColumns)[number]>,
): KeepLimits {
  return {
    task: { days: row.keep_tasks_days, bytes: row.keep_tasks_bytes },
    results: { days: row.keep_results_days, bytes: row.keep_results_bytes },
    logs: { days: row.keep_logs_days, bytes: row.keep_logs_bytes },
    project: { days: row.keep_projects_days, bytes: row.keep_projects_bytes },
  };
}

const maxDays = 36_500;

function rowOfLimit(
  kind: 'tasks' | 'results' | 'logs' | 'projects',
  { days, bytes }: Partial<KeepLimit>,
): Partial<Record<(typeof keepColumns)[number], number | null>> {
  const checked = (value: number | null, max: number): number | null =>
    value === null ? null : checkInteger(`What is kept of ${kind}`, value, { min: 0, max });
  return {
    ...(days === undefined ? {} : { [`keep_${kind}_days`]: checked(days, maxDays) }),
    ...(bytes === undefined ? {} : { [`keep_${kind}_bytes`]: checked(bytes, Number.MAX_SAFE_INTEGER) }),
  };
}

export function subscriptionNotFound(subscriptionId: number): DomainError {
  return domainError(
    'subscription-not-found',
    `There is no subscription with the identifier ${subscriptionId}.`,
    { subscriptionId },
  );
}

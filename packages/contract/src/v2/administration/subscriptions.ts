import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';

const name = Type.String({ minLength: 1, maxLength: 255, description: 'No two have the same, in any case.' });
const queueLimit = Type.Integer({
  minimum: 0,
  maximum: 4_294_967_295,
  description: 'How many tasks each of its users may have in the queue.',
});
const weight = Type.Number({
  minimum: 0.001,
  maximum: 1_000_000,
  description: 'Its users get twice the machines of one of half the weight while both wait; 1 by default.',
});
const days = nullable(
  Type.Integer({ minimum: 0, maximum: 36_500 }),
  'Since it was used last; null: for good.',
);
const bytes = nullable(
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  'Of each user; null: without limit.',
);

const Limit = Type.Object({ days, bytes });
const LimitRequest = Type.Object(
  { days: Type.Optional(days), bytes: Type.Optional(bytes) },
  { additionalProperties: false },
);

export const SubscriptionPath = Type.Object({ subscriptionId: Type.Integer({ minimum: 1 }) });
export type SubscriptionPath = Static<typeof SubscriptionPath>;

/** What its users may have queued and keep, and how much of the farm they get. */
export const SubscriptionView = Type.Object({
  subscriptionId: Type.Integer(),
  name: Type.String(),
  queueLimit: Type.Integer(),
  weight: Type.Number(),
  keep: Type.Object({ tasks: Limit, results: Limit, logs: Limit, projects: Limit }),
});
export type SubscriptionView = Static<typeof SubscriptionView>;

/** GET /renderapi/v2/admin/subscriptions. */
export const SubscriptionList = Type.Object({
  subscriptions: Type.Array(SubscriptionView, { description: 'By number.' }),
});
export type SubscriptionList = Static<typeof SubscriptionList>;

const keep = Type.Object(
  {
    tasks: Type.Optional(LimitRequest),
    results: Type.Optional(LimitRequest),
    logs: Type.Optional(LimitRequest),
    projects: Type.Optional(LimitRequest),
  },
  { additionalProperties: false },
);

/** POST /renderapi/v2/admin/subscriptions. */
export const AddSubscriptionRequest = Type.Object(
  { name, queueLimit, weight: Type.Optional(weight), keep: Type.Optional(keep) },
  { additionalProperties: false },
);
export type AddSubscriptionRequest = Static<typeof AddSubscriptionRequest>;

/** PATCH /renderapi/v2/admin/subscriptions/{subscriptionId}: what is left out stays. */
export const ChangeSubscriptionRequest = Type.Object(
  {
    name: Type.Optional(name),
    queueLimit: Type.Optional(queueLimit),
    weight: Type.Optional(weight),
    keep: Type.Optional(keep),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeSubscriptionRequest = Static<typeof ChangeSubscriptionRequest>;

import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../nullable.ts';
import { time } from './time.ts';

const url = Type.String({ minLength: 1, maxLength: 2000, description: 'http or https, without a password.' });
const event = Type.Union(
  [
    Type.Literal('task-succeeded'),
    Type.Literal('task-failed'),
    Type.Literal('task-canceled'),
    Type.Literal('machine-lost'),
    Type.Literal('machine-quarantined'),
  ],
  { description: 'Those of machines are for webhooks of the farm.' },
);
const events = Type.Array(event, { minItems: 1, maxItems: 5, uniqueItems: true });
const scope = Type.Union([Type.Literal('own'), Type.Literal('farm')], {
  description: "own: of the user's tasks; farm, for admins: of everybody's, and of machines.",
});

/** An address that is told what happens. */
export const WebhookView = Type.Object({
  webhookId: Type.Integer(),
  userId: Type.Integer({ description: 'Whose it is.' }),
  scope,
  url: Type.String(),
  events: Type.Array(event),
  isActive: Type.Boolean(),
  owner: Type.String({ description: 'What the user is called.' }),
  offBecause: nullable(
    Type.Union([Type.Literal('owner-no-admin'), Type.Literal('owner-inactive')]),
    'Why nothing is sent to it although it is active: only admins are told of the farm. An admin can take it over.',
  ),
  createdAt: time('When it was added.'),
});
export type WebhookView = Static<typeof WebhookView>;

export const WebhookList = Type.Object({ webhooks: Type.Array(WebhookView, { description: 'By number.' }) });
export type WebhookList = Static<typeof WebhookList>;

/** POST /renderapi/v2/webhooks. */
export const AddWebhookRequest = Type.Object(
  { url, events, scope: Type.Optional(scope), isActive: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type AddWebhookRequest = Static<typeof AddWebhookRequest>;

export const WebhookAdded = Type.Object({
  ...WebhookView.properties,
  secret: Type.String({ description: 'What is sent is signed with; it is shown this one time.' }),
});
export type WebhookAdded = Static<typeof WebhookAdded>;

/** PATCH /renderapi/v2/webhooks/{webhookId}: what is left out stays. */
export const ChangeWebhookRequest = Type.Object(
  { url: Type.Optional(url), events: Type.Optional(events), isActive: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeWebhookRequest = Static<typeof ChangeWebhookRequest>;

export const WebhookPath = Type.Object({ webhookId: Type.Integer({ minimum: 1 }) });
export type WebhookPath = Static<typeof WebhookPath>;
export const DeliveryPath = Type.Object({
  ...WebhookPath.properties,
  deliveryId: Type.Integer({ minimum: 1 }),
});
export type DeliveryPath = Static<typeof DeliveryPath>;

/** One message, and what became of it. */
export const DeliveryView = Type.Object({
  deliveryId: Type.Integer(),
  messageId: Type.String({ description: 'webhook-id: the same for every try.' }),
  event: Type.String({ description: 'test for one that was asked for.' }),
  state: Type.Union([Type.Literal('pending'), Type.Literal('delivered'), Type.Literal('given-up')]),
  tries: Type.Integer(),
  createdAt: time('When it happened.'),
  triedAt: nullable(time('The last try.')),
  nextTryAt: nullable(time('The next one.')),
  status: nullable(Type.Integer(), 'Of the last answer; null without one.'),
  durationMs: nullable(Type.Integer(), 'How long it took.'),
  answer: nullable(Type.String(), 'Its first 200 characters, or why there was none.'),
});
export type DeliveryView = Static<typeof DeliveryView>;

export const DeliveryListQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.Integer({ minimum: 1, description: '`nextBefore` of the page before.' })),
});
export type DeliveryListQuery = Static<typeof DeliveryListQuery>;

export const DeliveryList = Type.Object({
  deliveries: Type.Array(DeliveryView, { description: 'Newest first.' }),
  nextBefore: nullable(Type.Integer(), 'Leads to the next page.'),
});
export type DeliveryList = Static<typeof DeliveryList>;
export const DeliveryQueued = Type.Object({ deliveryId: Type.Integer() });
export type DeliveryQueued = Static<typeof DeliveryQueued>;

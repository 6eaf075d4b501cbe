import { domainError, webhookEvents, type DomainError, type WebhookEvent } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';

/** An address that is told what happens. */
export interface Webhook {
  readonly webhookId: number;
  /** Whose it is. */
  readonly userId: number;
  /** Of the user's own tasks, or of everything. */
  readonly scope: 'own' | 'farm';
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly isActive: boolean;
  /** What is sent to it is signed with. */
  readonly secret: string;
  readonly createdAtMs: number;
}

/** A webhook, with whose it is. */
export interface ListedWebhook extends Webhook {
  /** The user's name, the e-mail where there is none. */
  readonly ownerName: string;
  /** Why nothing is sent to it although it is active: only admins are told of the farm. */
  readonly offBecause: 'owner-no-admin' | 'owner-inactive' | null;
}

export const webhookColumns = [
  'webhooks.webhook_id',
  'webhooks.user_id',
  'webhooks.scope',
  'webhooks.url',
  'webhooks.events',
  'webhooks.is_active',
  'webhooks.secret',
  'webhooks.created_at as webhook_created_at',
] as const;

type WebhookRow = Omit<Selectable<Schema['webhooks']>, 'created_at'> & {
  readonly webhook_created_at: string;
};

export function webhookFromRow(row: WebhookRow): Webhook {
  const events = new Set(row.events.split(','));
  return {
    webhookId: row.webhook_id,
    userId: row.user_id,
    scope: row.scope === 'farm' ? 'farm' : 'own',
    url: row.url,
    events: webhookEvents.filter((event) => events.has(event)),
    isActive: row.is_active !== 0,
    secret: row.secret,
    createdAtMs: fromRequiredStoredTime(row.webhook_created_at),
  };
}

/** Which webhooks somebody may see: those of one user, or all of the farm's and one's own. */
export interface WebhookOwner {
  readonly userId: number;
  readonly isAdmin: boolean;
}

export function webhookNotFound(webhookId: number): DomainError {
  return domainError('webhook-not-found', `There is no webhook with the number ${webhookId}.`, { webhookId });
}

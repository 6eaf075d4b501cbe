import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime, fromStoredTime } from '../stored-times.ts';

export type WebhookDeliveryState = 'pending' | 'delivered' | 'given-up';

/** One message to one webhook, and what became of it. Times are milliseconds since 1970 UTC. */
export interface WebhookDelivery {
  readonly deliveryId: number;
  readonly webhookId: number;
  readonly messageId: string;
  readonly event: string;
  readonly state: WebhookDeliveryState;
  readonly tries: number;
  readonly createdAtMs: number;
  readonly nextTryAtMs: number | null;
  readonly triedAtMs: number | null;
  readonly status: number | null;
  readonly durationMs: number | null;
  readonly answer: string | null;
}

export const deliveryColumns = [
  'delivery_id',
  'webhook_id',
  'message_id',
  'event',
  'state',
  'tries',
  'created_at',
  'next_try_at',
  'tried_at',
  'status',
  'duration_ms',
  'answer',
] as const;

type DeliveryRow = Omit<Selectable<Schema['webhook_deliveries']>, 'payload'>;

export function deliveryFromRow(row: DeliveryRow): WebhookDelivery {
  return {
    deliveryId: row.delivery_id,
    webhookId: row.webhook_id,
    messageId: row.message_id,
    event: row.event,
    state: row.state === 'delivered' || row.state === 'given-up' ? row.state : 'pending',
    tries: row.tries,
    createdAtMs: fromRequiredStoredTime(row.created_at),
    nextTryAtMs: fromStoredTime(row.next_try_at),
    triedAtMs: fromStoredTime(row.tried_at),
    status: row.status,
    durationMs: row.duration_ms,
    answer: row.answer,
  };
}

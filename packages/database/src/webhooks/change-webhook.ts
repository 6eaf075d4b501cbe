import type { Executor } from '../database.ts';
import type { Webhook } from './webhook.ts';

/** Changes the fields that are given of a webhook that is there. */
export async function updateWebhook(
  executor: Executor,
  input: Pick<Webhook, 'webhookId'> & Partial<Pick<Webhook, 'url' | 'events' | 'isActive'>>,
): Promise<void> {
  const { webhookId, url, events, isActive } = input;
  const changes = {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events: events.join(',') }),
    ...(isActive === undefined ? {} : { is_active: isActive ? 1 : 0 }),
  };
  if (Object.keys(changes).length === 0) return;
  await executor.updateTable('webhooks').set(changes).where('webhook_id', '=', webhookId).execute();
}

/** Removes a webhook, and what was to be sent to it. */
export async function removeWebhook(
  executor: Executor,
  input: { readonly webhookId: number },
): Promise<void> {
  await executor.deleteFrom('webhooks').where('webhook_id', '=', input.webhookId).execute();
}

import type { Executor } from '../database.ts';
import {
  webhookColumns,
  webhookFromRow,
  webhookNotFound,
  type Webhook,
  type WebhookOwner,
} from './webhook.ts';

/** The webhooks that somebody may see, by number: their own, and for admins the farm's. */
export async function listWebhooks(executor: Executor, owner: WebhookOwner): Promise<Webhook[]> {
  const rows = await executor
    .selectFrom('webhooks')
    .select(webhookColumns)
    .where((of) =>
      of.or([of('user_id', '=', owner.userId), ...(owner.isAdmin ? [of('scope', '=', 'farm')] : [])]),
    )
    .orderBy('webhook_id')
    .execute();
  return rows.map(webhookFromRow);
}

/** One of them. @throws 'webhook-not-found' */
export async function findWebhook(
  executor: Executor,
  { webhookId, ...owner }: WebhookOwner & { readonly webhookId: number },
): Promise<Webhook> {
  const webhook = (await listWebhooks(executor, owner)).find((one) => one.webhookId === webhookId);
  if (webhook === undefined) throw webhookNotFound(webhookId);
  return webhook;
}

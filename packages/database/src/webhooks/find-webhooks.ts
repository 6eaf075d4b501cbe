import type { Executor } from '../database.ts';
import {
  webhookColumns,
  webhookFromRow,
  webhookNotFound,
  type ListedWebhook,
  type WebhookOwner,
} from './webhook.ts';

/** The webhooks that somebody may see, by number: of their own tasks, and for admins the farm's, whoever added them. */
export async function listWebhooks(executor: Executor, owner: WebhookOwner): Promise<ListedWebhook[]> {
  const rows = await executor
    .selectFrom('webhooks')
    .innerJoin('users', 'users.user_id', 'webhooks.user_id')
    .select(webhookColumns)
    .select(['first_name', 'last_name', 'email', 'role', 'users.is_active as is_user_active'])
    .where((of) =>
      of.or([
        of.and([of('webhooks.user_id', '=', owner.userId), of('scope', '=', 'own')]),
        ...(owner.isAdmin ? [of('scope', '=', 'farm')] : []),
      ]),
    )
    .orderBy('webhook_id')
    .execute();
  return rows.map((row) => ({
    ...webhookFromRow(row),
    ownerName: `${row.first_name} ${row.last_name}`.trim() || row.email,
    offBecause:
      row.is_user_active === 0
        ? 'owner-inactive'
        : row.scope === 'farm' && row.role !== 'admin'
          ? 'owner-no-admin'
          : null,
  }));
}

/** One of them. @throws 'webhook-not-found' */
export async function findWebhook(
  executor: Executor,
  { webhookId, ...owner }: WebhookOwner & { readonly webhookId: number },
): Promise<ListedWebhook> {
  const webhook = (await listWebhooks(executor, owner)).find((one) => one.webhookId === webhookId);
  if (webhook === undefined) throw webhookNotFound(webhookId);
  return webhook;
}

import type { Executor } from '../database.ts';
import { deliveryColumns, deliveryFromRow, type WebhookDelivery } from './webhook-delivery.ts';

/** Deliveries of a webhook, newest first. @param input.before only those with a smaller number */
export async function listDeliveries(
  executor: Executor,
  input: { readonly webhookId: number; readonly before?: number | undefined; readonly limit: number },
): Promise<WebhookDelivery[]> {
  let query = executor
    .selectFrom('webhook_deliveries')
    .select(deliveryColumns)
    .where('webhook_id', '=', input.webhookId)
    .orderBy('delivery_id', 'desc')
    .limit(input.limit);
  if (input.before !== undefined) query = query.where('delivery_id', '<', input.before);
  return (await query.execute()).map(deliveryFromRow);
}

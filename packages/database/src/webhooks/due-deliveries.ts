import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { webhookColumns, webhookFromRow, type Webhook } from './webhook.ts';

/** What is to be sent where. */
export interface DueDelivery {
  readonly deliveryId: number;
  readonly messageId: string;
  readonly payload: string;
  readonly tries: number;
  readonly webhook: Webhook;
}

/**
 * Deliveries whose time has come, the longest due first, of webhooks that are active, and whose users may still be told.
 */
export async function listDueDeliveries(
  executor: Executor,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<DueDelivery[]> {
  const rows = await executor
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.webhook_id', 'webhook_deliveries.webhook_id')
    .innerJoin('users', 'users.user_id', 'webhooks.user_id')
    .select(['delivery_id', 'message_id', 'payload', 'tries', ...webhookColumns])
    .where('state', '=', 'pending')
    .where('next_try_at', '<=', toStoredTime(nowMs))
    .where('webhooks.is_active', '!=', 0)
    .where('users.is_active', '!=', 0)
    .where((of) => of.or([of('webhooks.scope', '!=', 'farm'), of('users.role', '=', 'admin')]))
    .orderBy('next_try_at')
    .orderBy('delivery_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    messageId: row.message_id,
    payload: row.payload,
    tries: row.tries,
    webhook: webhookFromRow(row),
  }));
}

/**
 * Takes a due delivery, until a time at which another may: whoever took it may have been killed.
 *
 * @returns whether it is the caller's now
 */
export async function claimDelivery(
  executor: Executor,
  input: { readonly deliveryId: number; readonly nowMs: number; readonly untilMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await executor
    .updateTable('webhook_deliveries')
    .set({ next_try_at: toStoredTime(input.untilMs) })
    .where('delivery_id', '=', input.deliveryId)
    .where('state', '=', 'pending')
    .where('next_try_at', '<=', toStoredTime(input.nowMs))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

import { domainError } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { toStoredTime, toStoredTimeOrNull } from '../stored-times.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';

const answerCharacters = 200;

/** Writes down what came of one try, and when the next one is. */
export async function endDeliveryTry(
  executor: Executor,
  input: Pick<
    WebhookDelivery,
    'deliveryId' | 'state' | 'nextTryAtMs' | 'status' | 'durationMs' | 'answer'
  > & {
    readonly triedAtMs: number;
  },
): Promise<void> {
  const answer = input.answer === null ? null : Array.from(input.answer).slice(0, answerCharacters).join('');
  await executor
    .updateTable('webhook_deliveries')
    .set((of) => ({
      state: input.state,
      tries: of('tries', '+', 1),
      next_try_at: toStoredTimeOrNull(input.nextTryAtMs),
      tried_at: toStoredTime(input.triedAtMs),
      status: input.status,
      duration_ms: input.durationMs,
      answer: answer?.replaceAll('\0', '') ?? null,
    }))
    .where('delivery_id', '=', input.deliveryId)
    .execute();
}

/** Has a message sent again, from the first try on. @throws 'webhook-not-found' */
export async function redeliver(
  executor: Executor,
  input: { readonly webhookId: number; readonly deliveryId: number; readonly nowMs: number },
): Promise<void> {
  const { numUpdatedRows } = await executor
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', tries: 0, next_try_at: toStoredTime(input.nowMs) })
    .where('webhook_id', '=', input.webhookId)
    .where('delivery_id', '=', input.deliveryId)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw domainError('webhook-not-found', `There is no delivery with the number ${input.deliveryId}.`);
  }
}

import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

export interface NewDelivery {
  readonly webhookId: number;
  /** 64 characters at most, the same for all tries. */
  readonly messageId: string;
  readonly event: string;
  readonly payload: string;
  readonly nowMs: number;
}

/** Adds a message that is to be sent now. @returns its number */
export async function addDelivery(executor: Executor, input: NewDelivery): Promise<number> {
  const now = toStoredTime(input.nowMs);
  const { insertId } = await executor
    .insertInto('webhook_deliveries')
    .values({
      webhook_id: input.webhookId,
      message_id: input.messageId,
      event: input.event,
      payload: input.payload,
      state: 'pending',
      tries: 0,
      created_at: now,
      next_try_at: now,
      tried_at: null,
      status: null,
      duration_ms: null,
      answer: null,
    })
    .executeTakeFirstOrThrow();
  return Number(insertId);
}

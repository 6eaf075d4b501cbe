import type { Database } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { fromRequiredStoredTime, toStoredTime } from '../stored-times.ts';
import { addDelivery } from './add-delivery.ts';
import { webhookColumns, webhookFromRow } from './webhook.ts';

/** A task's end as it was noted. */
export interface NotedEvent {
  readonly eventId: number;
  readonly event: string;
  readonly userId: number;
  readonly taskId: number;
  readonly fileName: string;
  readonly reason: string | null;
  readonly happenedAtMs: number;
}

const eventsAtOnce = 100;
/** How long the log of deliveries goes back. */
const keptMs = 30 * 24 * 3_600_000;

/**
 * Makes deliveries of what was noted for webhooks, a hundred at once, each for every webhook that wants it, and forgets
 * deliveries of long ago. In one transaction: whatever is killed meanwhile, nothing is lost or made twice.
 *
 * @returns whether there may be more
 */
export async function spreadWebhookEvents(
  database: Database,
  { payloadOf, nowMs }: { readonly payloadOf: (event: NotedEvent) => string; readonly nowMs: number },
): Promise<boolean> {
  const first = await database.db.selectFrom('webhook_events').select('event_id').limit(1).executeTakeFirst();
  if (first === undefined) return false;
  return database.transaction(async (trx) => {
    const query = trx.selectFrom('webhook_events').selectAll().orderBy('event_id').limit(eventsAtOnce);
    const rows = await (isMysql(trx) ? query.forUpdate() : query).execute();
    const webhooks = (
      await trx
        .selectFrom('webhooks')
        .innerJoin('users', 'users.user_id', 'webhooks.user_id')
        .select([...webhookColumns, 'users.role', 'users.is_active as is_user_active'])
        .where('webhooks.is_active', '!=', 0)
        .where('users.is_active', '!=', 0)
        .execute()
    )
      // Who is no admin any more is not told of others' tasks any more.
      .filter(({ scope, role }) => scope !== 'farm' || role === 'admin')
      .map(webhookFromRow);
    for (const row of rows) {
      const event: NotedEvent = {
        eventId: row.event_id,
        event: row.event,
        userId: row.user_id,
        taskId: row.task_id,
        fileName: row.file_name,
        reason: row.reason,
        happenedAtMs: fromRequiredStoredTime(row.happened_at),
      };
      const told = webhooks.filter(
        ({ scope, userId, events }) =>
          (scope === 'farm' || userId === event.userId) && events.some((wanted) => wanted === event.event),
      );
      for (const { webhookId } of told) {
        const messageId = `event_${event.eventId}_${webhookId}`;
        await addDelivery(trx, {
          ...{ webhookId, messageId, nowMs },
          event: event.event,
          payload: payloadOf(event),
        });
      }
      await trx.deleteFrom('webhook_events').where('event_id', '=', event.eventId).execute();
    }
    await trx
      .deleteFrom('webhook_deliveries')
      .where('created_at', '<', toStoredTime(nowMs - keptMs))
      .execute();
    return rows.length === eventsAtOnce;
  });
}

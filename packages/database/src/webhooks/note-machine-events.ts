import { machineMessage, type MachineEvent } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { addDelivery } from './add-delivery.ts';
import { webhookColumns, webhookFromRow, type Webhook } from './webhook.ts';

/** What happens to a machine again within this time is not told again. */
const coalescedMs = 60_000;

/**
 * Makes messages of what happened to machines, one for each machine and webhook of the farm that wants it, in the
 * transaction in which the farm takes note of it. A machine that comes and goes is told of once a minute; writing the
 * same events again, because the answer was lost, changes nothing.
 */
export async function noteMachineEvents(
  trx: Executor,
  { events, nowMs }: { readonly events: readonly MachineEvent[]; readonly nowMs: number },
): Promise<void> {
  if (events.length === 0) return;
  for (const { webhookId, events: wanted } of await webhooksOfFarm(trx)) {
    const told = await toldLately(trx, { webhookId, nowMs });
    for (const event of events) {
      const subject = `${event.event}.${event.machineId}`;
      if (!wanted.includes(event.event) || told.has(subject)) continue;
      told.add(subject);
      await addDelivery(trx, {
        ...{ webhookId, nowMs, event: event.event },
        messageId: `${subject}.${event.happenedAtMs}.${webhookId}`,
        payload: machineMessage(event),
      });
    }
  }
}

/** Of admins: who is none any more is not told of the farm any more. */
async function webhooksOfFarm(trx: Executor): Promise<Webhook[]> {
  const rows = await trx
    .selectFrom('webhooks')
    .innerJoin('users', 'users.user_id', 'webhooks.user_id')
    .select(webhookColumns)
    .where('webhooks.scope', '=', 'farm')
    .where('webhooks.events', 'like', '%machine-%')
    .where('webhooks.is_active', '!=', 0)
    .where('users.is_active', '!=', 0)
    .where('users.role', '=', 'admin')
    .orderBy('webhooks.webhook_id')
    .execute();
  return rows.map(webhookFromRow);
}

/** Which events of which machines: `machine-lost.12`. */
async function toldLately(
  trx: Executor,
  { webhookId, nowMs }: { readonly webhookId: number; readonly nowMs: number },
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('webhook_deliveries')
    .select('message_id')
    .where('webhook_id', '=', webhookId)
    .where('event', 'like', 'machine-%')
    .where('created_at', '>', toStoredTime(nowMs - coalescedMs))
    .execute();
  return new Set(rows.map(({ message_id: id }) => id.split('.', 2).join('.')));
}

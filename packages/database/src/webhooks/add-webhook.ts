import { domainError } from '@renderonline/domain';
import type { Database, Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { toStoredTime } from '../stored-times.ts';
import type { Webhook } from './webhook.ts';

/** Of one user. */
export const maxWebhooksOfUser = 20;

/** Adds a webhook. @throws 'webhook-limit-reached' */
export async function addWebhook(database: Database, input: Omit<Webhook, 'webhookId'>): Promise<Webhook> {
  return database.transaction(async (trx) => {
    await requireRoom(trx, input);
    const { insertId } = await trx
      .insertInto('webhooks')
      .values({
        user_id: input.userId,
        scope: input.scope,
        url: input.url,
        events: input.events.join(','),
        is_active: input.isActive ? 1 : 0,
        secret: input.secret,
        created_at: toStoredTime(input.createdAtMs),
      })
      .executeTakeFirstOrThrow();
    return { ...input, webhookId: Number(insertId) };
  });
}

/**
 * Makes a webhook of the farm another user's; its secret stays. One that is the user's already stays as it is.
 *
 * @throws 'webhook-limit-reached'
 */
export async function takeOverWebhook(
  database: Database,
  { webhookId, userId }: Pick<Webhook, 'webhookId' | 'userId'>,
): Promise<void> {
  await database.transaction(async (trx) => {
    await requireRoom(trx, { userId, webhookId });
    await trx
      .updateTable('webhooks')
      .set({ user_id: userId })
      .where('webhook_id', '=', webhookId)
      .where('scope', '=', 'farm')
      .execute();
  });
}

/** @param input.webhookId does not count @throws 'webhook-limit-reached' */
async function requireRoom(
  trx: Executor,
  { userId, webhookId = 0 }: { readonly userId: number; readonly webhookId?: number },
): Promise<void> {
  const user = trx.selectFrom('users').select('user_id').where('user_id', '=', userId);
  // Locked, so that many at once cannot get past the limit together.
  await (isMysql(trx) ? user.forUpdate() : user).execute();
  const { count } = await trx
    .selectFrom('webhooks')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('webhook_id', '!=', webhookId)
    .executeTakeFirstOrThrow();
  if (count >= maxWebhooksOfUser) {
    throw domainError('webhook-limit-reached', `You have ${maxWebhooksOfUser} webhooks already.`);
  }
}

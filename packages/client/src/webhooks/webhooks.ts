import type {
  AddWebhookRequest,
  ChangeWebhookRequest,
  DeliveryList,
  DeliveryListQuery,
  DeliveryQueued,
  WebhookAdded,
  WebhookList,
  WebhookView,
} from '@renderonline/contract';
import type { Connection } from '../requests/connection.ts';
import { queryText } from '../requests/query-text.ts';

interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

/** Addresses that are told when tasks end. */
export interface Webhooks {
  /** One's own, for admins those of the farm too. */
  list(options?: Abortable): Promise<WebhookList>;
  /** Adds one; the secret that its messages are signed with is in the answer, this one time. */
  add(request: AddWebhookRequest, options?: Abortable): Promise<WebhookAdded>;
  change(webhookId: number, request: ChangeWebhookRequest, options?: Abortable): Promise<WebhookView>;
  remove(webhookId: number, options?: Abortable): Promise<void>;
  /** For admins: makes a webhook of the farm one's own. */
  takeOver(webhookId: number, options?: Abortable): Promise<WebhookView>;
  /** Has a message of the type `test` sent. */
  test(webhookId: number, options?: Abortable): Promise<DeliveryQueued>;
  /** What was sent, newest first, and what was answered. */
  deliveries(webhookId: number, query?: DeliveryListQuery, options?: Abortable): Promise<DeliveryList>;
  /** Has a message sent again. */
  redeliver(webhookId: number, deliveryId: number, options?: Abortable): Promise<DeliveryQueued>;
}

/** @throws ApiError (from its functions) when it is refused */
export function createWebhooks(connection: Connection): Webhooks {
  const ask = async <T>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    { signal }: Abortable = {},
    json?: object,
  ): Promise<T> =>
    // The answers' shapes are the contract's.
    (await connection.json(`/renderapi/v2/webhooks${path}`, {
      ...{ method, signal },
      ...(json === undefined ? {} : { json }),
    })) as T;

  return {
    list: (options) => ask('GET', '', options),
    add: (request, options) => ask('POST', '', options, request),
    change: (webhookId, request, options) => ask('PATCH', `/${webhookId}`, options, request),
    async remove(webhookId, { signal } = {}) {
      const path = `/renderapi/v2/webhooks/${webhookId}`;
      const answer = await connection.open(path, { method: 'DELETE', signal });
      await answer.body?.cancel();
    },
    takeOver: (webhookId, options) => ask('POST', `/${webhookId}/take-over`, options),
    test: (webhookId, options) => ask('POST', `/${webhookId}/test`, options),
    deliveries: (webhookId, query = {}, options) =>
      ask('GET', `/${webhookId}/deliveries${queryText(query)}`, options),
    redeliver: (webhookId, deliveryId, options) =>
      ask('POST', `/${webhookId}/deliveries/${deliveryId}/redeliver`, options),
  };
}

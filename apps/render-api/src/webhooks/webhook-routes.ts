import { randomBytes } from 'node:crypto';
import {
  AddWebhookRequest,
  ChangeWebhookRequest,
  DeliveryList,
  DeliveryListQuery,
  DeliveryPath,
  DeliveryQueued,
  WebhookAdded,
  WebhookList,
  WebhookPath,
  WebhookView,
  type DeliveryListQuery as Query,
  type DeliveryPath as OneDelivery,
  type DeliveryView,
  type WebhookPath as Path,
} from '@renderonline/contract';
import {
  addDelivery,
  addWebhook,
  findWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  removeWebhook,
  takeOverWebhook,
  updateWebhook,
  type Database,
  type ListedWebhook,
  type WebhookDelivery,
  type WebhookOwner,
} from '@renderonline/database';
import { domainError, machineWebhookEvents, type WebhookEvent } from '@renderonline/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { scopeOf } from '../authentication/require-admin.ts';
import { userOf } from '../authentication/require-user.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, problems, tags } from '../http/v2-schemas.ts';
import { nullableTimeText, timeText } from '../tasks/time-text.ts';

export interface WebhookRoutesDependencies {
  readonly database: Database;
  readonly nowMs: () => number;
  readonly requestBodyTimeoutMs: number;
}

const maxBodyBytes = 16 * 1024;
const answers = { ...problems, 403: conflicts[403] };
const defaultPageSize = 50;

/** Addresses that are told what happens. Behind requireUser, in a plugin of their own for their bodies. */
export function webhookRoutes(app: FastifyInstance, dependencies: WebhookRoutesDependencies): void {
  const { database, nowMs, requestBodyTimeoutMs } = dependencies;
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs });
  const find = (request: FastifyRequest<{ Params: Path }>): Promise<ListedWebhook> =>
    findWebhook(database.db, { ...ownerOf(request), webhookId: request.params.webhookId });

  app.get(
    '/webhooks',
    {
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: "The user's webhooks; for admins also those of the farm",
        response: { 200: WebhookList, ...answers },
      },
    },
    async (request): Promise<WebhookList> => ({
      webhooks: (await listWebhooks(database.db, ownerOf(request))).map(webhookView),
    }),
  );

  app.post<{ Body: AddWebhookRequest }>(
    '/webhooks',
    {
      schema: {
        operationId: 'addWebhook',
        tags,
        summary: 'Adds a webhook, and shows the secret that its messages are signed with, this one time',
        body: AddWebhookRequest,
        response: { 201: WebhookAdded, ...answers },
      },
    },
    async (request, reply): Promise<WebhookAdded> => {
      const user = userOf(request);
      const { url, events, scope = 'own', isActive = true } = request.body;
      scopeOf(user, scope === 'farm' ? 'all' : 'own');
      refuseMachines({ scope, events });
      const { webhookId, secret } = await addWebhook(database, {
        ...{ userId: user.userId, scope, url: checkedUrl(url), events, isActive },
        secret: `whsec_${randomBytes(32).toString('base64')}`,
        createdAtMs: nowMs(),
      });
      reply.code(201);
      const webhook = await findWebhook(database.db, { ...ownerOf(request), webhookId });
      return { ...webhookView(webhook), secret };
    },
  );

  app.patch<{ Params: Path; Body: ChangeWebhookRequest }>(
    '/webhooks/:webhookId',
    {
      schema: {
        operationId: 'changeWebhook',
        tags,
        summary: 'Changes a webhook',
        params: WebhookPath,
        body: ChangeWebhookRequest,
        response: { 200: WebhookView, ...answers },
      },
    },
    async (request): Promise<WebhookView> => {
      const { webhookId, scope } = await find(request);
      refuseMachines({ scope, events: request.body.events ?? [] });
      if (request.body.url !== undefined) checkedUrl(request.body.url);
      await updateWebhook(database.db, { ...request.body, webhookId });
      return webhookView(await find(request));
    },
  );

  app.post<{ Params: Path }>(
    '/webhooks/:webhookId/take-over',
    {
      schema: {
        operationId: 'takeOverWebhook',
        tags,
        summary: 'Makes a webhook of the farm that of the admin who asks; its secret stays',
        params: WebhookPath,
        response: { 200: WebhookView, ...answers },
      },
    },
    async (request): Promise<WebhookView> => {
      const { webhookId } = await find(request);
      await takeOverWebhook(database, { webhookId, userId: userOf(request).userId });
      return webhookView(await find(request));
    },
  );

  app.delete<{ Params: Path }>(
    '/webhooks/:webhookId',
    {
      schema: {
        operationId: 'removeWebhook',
        tags,
        summary: 'Removes a webhook, and what was still to be sent to it',
        params: WebhookPath,
        response: { 204: Type.Null(), ...answers },
      },
    },
    async (request, reply) => {
      await removeWebhook(database.db, await find(request));
      return reply.code(204).send();
    },
  );

  app.post<{ Params: Path }>(
    '/webhooks/:webhookId/test',
    {
      schema: {
        operationId: 'testWebhook',
        tags,
        summary: 'Has a message sent that says nothing',
        params: WebhookPath,
        response: { 202: DeliveryQueued, ...answers },
      },
    },
    async (request, reply): Promise<DeliveryQueued> => {
      const { webhookId } = await find(request);
      const payload = JSON.stringify({ type: 'test', timestamp: timeText(nowMs()), data: { webhookId } });
      const messageId = `test_${randomBytes(12).toString('hex')}`;
      reply.code(202);
      return {
        deliveryId: await addDelivery(database.db, {
          ...{ webhookId, messageId, event: 'test', payload },
          nowMs: nowMs(),
        }),
      };
    },
  );

  app.get<{ Params: Path; Querystring: Query }>(
    '/webhooks/:webhookId/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: 'What was sent to a webhook in the last 30 days, and what was answered',
        params: WebhookPath,
        querystring: DeliveryListQuery,
        response: { 200: DeliveryList, ...answers },
      },
    },
    async (request): Promise<DeliveryList> => {
      const { webhookId } = await find(request);
      const { limit = defaultPageSize, before } = request.query;
      const page = await listDeliveries(database.db, { webhookId, before, limit: limit + 1 });
      const shown = page.slice(0, limit);
      const nextBefore = page.length > limit ? (shown.at(-1)?.deliveryId ?? null) : null;
      return { deliveries: shown.map(deliveryView), nextBefore };
    },
  );

  app.post<{ Params: OneDelivery }>(
    '/webhooks/:webhookId/deliveries/:deliveryId/redeliver',
    {
      schema: {
        operationId: 'redeliver',
        tags,
        summary: 'Has a message sent again',
        params: DeliveryPath,
        response: { 202: DeliveryQueued, ...answers },
      },
    },
    async (request, reply): Promise<DeliveryQueued> => {
      const { webhookId } = await find(request);
      const { deliveryId } = request.params;
      await redeliver(database.db, { webhookId, deliveryId, nowMs: nowMs() });
      reply.code(202);
      return { deliveryId };
    },
  );
}

function ownerOf(request: FastifyRequest): WebhookOwner {
  const { userId, role } = userOf(request);
  return { userId, isAdmin: role === 'admin' };
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isGood =
    url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isGood) {
    throw domainError('webhook-url-invalid', 'A webhook needs an http or https address without a password.');
  }
  return text;
}

function webhookView({ ownerName, createdAtMs, secret: _, ...rest }: ListedWebhook): WebhookView {
  return { ...rest, events: [...rest.events], owner: ownerName, createdAt: timeText(createdAtMs) };
}

function deliveryView({
  createdAtMs,
  triedAtMs,
  nextTryAtMs,
  webhookId: _,
  ...rest
}: WebhookDelivery): DeliveryView {
  return {
    ...rest,
    createdAt: timeText(createdAtMs),
    triedAt: nullableTimeText(triedAtMs),
    nextTryAt: nullableTimeText(nextTryAtMs),
  };
}

/** Machines are the farm's, whoever's tasks they render. @throws 'request-invalid' */
function refuseMachines({
  scope,
  events,
}: {
  readonly scope: string;
  readonly events: readonly WebhookEvent[];
}): void {
  const ofMachine = machineWebhookEvents.find((event) => events.includes(event));
  if (scope === 'farm' || ofMachine === undefined) return;
  throw domainError('request-invalid', `Only webhooks of the scope farm are told of ${ofMachine}.`);
}

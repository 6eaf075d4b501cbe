import {
  AddSubscriptionRequest,
  ChangeSubscriptionRequest,
  IdempotencyHeaders,
  SubscriptionList,
  SubscriptionPath,
  SubscriptionView,
  type SubscriptionPath as Path,
} from '@renderonline/contract';
import {
  addSubscription,
  listSubscriptions,
  removeSubscription,
  requireNewName,
  updateSubscription,
  type Subscription,
  type SubscriptionFields,
} from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { adminProblems, keyProblems, tags } from '../http/v2-schemas.ts';
import { makeOnceInDatabase } from '../idempotency/make-once-in-database.ts';
import type { KeyDependencies } from '../idempotency/request-key.ts';

/** What users may have queued and keep. */
export function subscriptionRoutes(app: FastifyInstance, dependencies: KeyDependencies): void {
  const { database } = dependencies;
  app.get(
    '/subscriptions',
    {
      schema: {
        operationId: 'listSubscriptions',
        tags,
        summary: 'All subscriptions',
        response: { 200: SubscriptionList, ...adminProblems },
      },
    },
    async (): Promise<SubscriptionList> => ({
      subscriptions: (await listSubscriptions(database.db)).map(subscriptionView),
    }),
  );

  app.post<{ Body: AddSubscriptionRequest }>(
    '/subscriptions',
    {
      schema: {
        operationId: 'addSubscription',
        tags,
        summary: 'Adds a subscription',
        headers: IdempotencyHeaders,
        body: AddSubscriptionRequest,
        response: { 201: SubscriptionView, ...adminProblems, ...keyProblems },
      },
    },
    async (request, reply): Promise<SubscriptionView> => {
      const { keep, ...fields } = request.body;
      const { subscriptionId } = await makeOnceInDatabase(dependencies, request, reply, async (trx) => {
        await requireNewName(trx, fields);
        const added = await addSubscription(trx, { ...fields, keep: keepOf(keep) });
        return { subscriptionId: added.subscriptionId };
      });
      // Nothing is changed: it is as it is now.
      const made = await updateSubscription(database.db, { subscriptionId });
      reply.code(201);
      return subscriptionView(made);
    },
  );

  app.patch<{ Params: Path; Body: ChangeSubscriptionRequest }>(
    '/subscriptions/:subscriptionId',
    {
      schema: {
        operationId: 'changeSubscription',
        tags,
        summary: 'Changes a subscription',
        params: SubscriptionPath,
        body: ChangeSubscriptionRequest,
        response: { 200: SubscriptionView, ...adminProblems },
      },
    },
    async (request): Promise<SubscriptionView> => {
      const { subscriptionId } = request.params;
      const { keep, ...fields } = request.body;
      const changed = await database.transaction(async (trx) => {
        if (fields.name !== undefined) await requireNewName(trx, { name: fields.name, subscriptionId });
        return updateSubscription(trx, { ...fields, keep: keepOf(keep), subscriptionId });
      });
      return subscriptionView(changed);
    },
  );

  app.delete<{ Params: Path }>(
    '/subscriptions/:subscriptionId',
    {
      schema: {
        operationId: 'removeSubscription',
        tags,
        summary: 'Removes a subscription that no user has',
        params: SubscriptionPath,
        response: { 204: Type.Null(), ...adminProblems },
      },
    },
    async (request, reply) => {
      await removeSubscription(database.db, request.params);
      return reply.code(204).send();
    },
  );
}

/** A subscription as the API tells it. */
export function subscriptionView({ keep, ...subscription }: Subscription): SubscriptionView {
  const { subscriptionId, name, queueLimit, weight } = subscription;
  const { task, project, ...rest } = keep;
  return { subscriptionId, name, queueLimit, weight, keep: { tasks: task, projects: project, ...rest } };
}

function keepOf(keep: AddSubscriptionRequest['keep'] = {}): SubscriptionFields['keep'] {
  const { tasks, projects, ...rest } = keep;
  return { ...(tasks && { task: tasks }), ...(projects && { project: projects }), ...rest };
}

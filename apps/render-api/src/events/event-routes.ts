import {
  EventQuery,
  FramesEvent,
  HelloEvent,
  MachineEvent,
  ResetEvent,
  SyncedEvent,
  TaskDeletedEvent,
  TaskEvent,
  type EventQuery as Query,
} from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { scopeOf } from '../authentication/require-admin.ts';
import { sessionOf, userOf } from '../authentication/require-user.ts';
import { openEventStream } from '../http/event-stream.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { FarmEvents } from './farm-events.ts';

export interface EventRoutesDependencies {
  readonly farmEvents: FarmEvents;
  readonly events: { readonly maxListeners: number };
}

/** GET /events: one stream for all that a user wants to know. */
export function v2EventRoutes(app: FastifyInstance, { farmEvents, events }: EventRoutesDependencies): void {
  // Without this, closing the server would wait for every listener.
  app.addHook('preClose', async () => {
    farmEvents.close();
  });

  app.get<{ Querystring: Query }>(
    '/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'listen',
        tags,
        summary: 'Server-sent events: everything that happens to the tasks of the user, resumable',
        querystring: EventQuery,
        produces: ['text/event-stream'],
        response: {
          200: {
            ...Type.Union([
              HelloEvent,
              TaskEvent,
              TaskDeletedEvent,
              FramesEvent,
              MachineEvent,
              ResetEvent,
              SyncedEvent,
            ]),
            description:
              'The data of the events hello, task, task-deleted, frames, machine, reset and synced, in this order.',
          },
          ...problems,
        },
      },
    },
    (request, reply) => {
      const user = userOf(request);
      const { after, scope, machines = false } = request.query;
      const wanted = scopeOf(user, scope);
      if (farmEvents.count() >= events.maxListeners) {
        throw domainError('too-busy', `${events.maxListeners} listeners are there already.`);
      }
      const lastEventId = request.headers['last-event-id'];
      const stream = openEventStream(reply);
      if (stream.destroyed) return;
      farmEvents.listen(
        {
          ...{ stream, user, userId: user.userId, scope: wanted, wantsMachines: machines },
          sessionId: sessionOf(request)?.sessionId,
        },
        typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : after,
      );
    },
  );
}

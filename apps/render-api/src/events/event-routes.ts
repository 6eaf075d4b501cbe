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
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { scopeOf } from '../authentication/require-admin.ts';
import { userOf } from '../authentication/require-user.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { createOpenStreams } from '../http/open-streams.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { EventSettings } from '../settings/render-api-settings.ts';
import type { FarmEvents } from './farm-events.ts';

export interface EventRoutesDependencies {
  readonly farmEvents: FarmEvents;
  readonly guard: StreamGuard;
  readonly events: Pick<EventSettings, 'maxListeners' | 'maxStreamsOfUser'>;
}

/** GET /events: one stream for all that a user wants to know. */
export function v2EventRoutes(
  app: FastifyInstance,
  { farmEvents, guard, events }: EventRoutesDependencies,
): void {
  const streams = createOpenStreams(app, {
    ...{ guard, most: events.maxListeners, mostOfUser: events.maxStreamsOfUser },
    what: 'streams of events',
  });
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
      const lastEventId = request.headers['last-event-id'];
      const ofMachines = user.role === 'admin' ? 'machine-details' : 'machines';
      const told = machines ? ofMachines : null;
      const needsAdmin = wanted === 'all' || told === 'machine-details';
      const stream = streams.open(request, reply, { needsAdmin });
      if (stream.destroyed) return;
      farmEvents.listen(
        { stream, scope: wanted, machines: told },
        typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : after,
      );
    },
  );
}

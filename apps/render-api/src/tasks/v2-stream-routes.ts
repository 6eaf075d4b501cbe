import { basename } from 'node:path';
import { TaskPath, WatchedTask, type TaskPath as Path } from '@renderonline/contract';
import { findTask } from '@renderonline/database';
import { openOutput } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { createOpenStreams } from '../http/open-streams.ts';
import { sendFile } from '../http/send-file.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { EventSettings } from '../settings/render-api-settings.ts';
import { openedOrExpired } from './expired-results.ts';
import { findOwnedTask } from './owned-task.ts';
import { writeTaskEvents } from './task-events.ts';
import type { SnapshotDependencies } from './task-snapshots.ts';
import { createTaskReader } from './watched-tasks.ts';

export type StreamRoutesDependencies = SnapshotDependencies & {
  readonly scheduler: Pick<Scheduler, 'onTaskChanged' | 'outputsInPlace'>;
  readonly guard: StreamGuard;
  readonly events: EventSettings;
};

/** What streams: a task's events, and the files it has produced. */
export function v2StreamRoutes(app: FastifyInstance, dependencies: StreamRoutesDependencies): void {
  const { database, scheduler, guard, events } = dependencies;
  const streams = createOpenStreams(app, {
    ...{ guard, most: events.maxStreams, mostOfUser: events.maxStreamsOfUser },
    what: 'streams of tasks',
  });

  app.get<{ Params: Path }>(
    '/tasks/:taskId/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'watchTask',
        tags,
        summary: 'Server-sent events: a snapshot at once, then one on every change, until the task ends',
        params: TaskPath,
        produces: ['text/event-stream'],
        response: {
          200: { ...WatchedTask, description: 'The data of each `snapshot` event. `deleted` has none.' },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { taskId } = request.params;
      const user = userOf(request);
      const { userId } = user;
      await findOwnedTask(database, user, taskId);
      const stream = streams.open(request, reply);
      if (stream.destroyed) return;
      const readTask = createTaskReader(dependencies);
      await writeTaskEvents(stream, {
        readSnapshot: async () => {
          const details = await findTask(database.db, { taskId, userId });
          return details && readTask(details);
        },
        onChange: (listener) =>
          scheduler.onTaskChanged((changedTaskId) => {
            if (changedTaskId === taskId) listener();
          }),
        heartbeatMs: events.heartbeatMs,
      }).catch((error: unknown) => {
        request.log.warn({ err: error, taskId }, 'an event stream broke off');
        stream.destroy();
      });
    },
  );

  app.get<{ Params: Path & { '*': string } }>(
    '/tasks/:taskId/outputs/*',
    {
      schema: {
        operationId: 'downloadOutput',
        tags,
        summary: 'One file that a task has produced; Range requests are served',
        params: TaskPath, // and the wildcard, which openOutput judges
        produces: ['application/octet-stream'],
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
      },
    },
    async (request, reply) => {
      const { taskId, '*': path } = request.params;
      const { details } = await findOwnedTask(database, userOf(request), taskId);
      const { filePath } = details.render;
      await scheduler.outputsInPlace(taskId);
      const output = await openedOrExpired(details, openOutput({ filePath, path }));
      return sendFile(request, reply, {
        name: basename(path),
        size: output.size,
        modifiedAtMs: output.modifiedAtMs,
        whole: output.stream,
        openPart: async (range) => (await openOutput({ filePath, path, ...range })).stream,
      });
    },
  );
}

import { basename } from 'node:path';
import { TaskPath, WatchedTask, type TaskPath as Path } from '@renderonline/contract';
import { findTask } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { openOutput } from '@renderonline/storage';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { openEventStream } from '../http/event-stream.ts';
import { sendFile } from '../http/send-file.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { EventSettings } from '../settings/render-api-settings.ts';
import { findOwnedTask } from './owned-task.ts';
import { writeTaskEvents } from './task-events.ts';
import type { SnapshotDependencies } from './task-snapshots.ts';
import { createTaskReader } from './watched-tasks.ts';

export type StreamRoutesDependencies = SnapshotDependencies & {
  readonly scheduler: Pick<Scheduler, 'onTaskChanged' | 'outputsInPlace'>;
  readonly events: EventSettings;
};

/** What streams: a task's events, and the files it has produced. */
export function v2StreamRoutes(app: FastifyInstance, dependencies: StreamRoutesDependencies): void {
  const { database, scheduler, events } = dependencies;
  const openStreams = new Set<FastifyReply['raw']>();
  // Without this, closing the server would wait for every watcher.
  app.addHook('preClose', async () => {
    for (const stream of openStreams) stream.destroy();
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
      const { userId } = userOf(request);
      await findOwnedTask(database, userOf(request), taskId);
      if (openStreams.size >= events.maxStreams) {
        throw domainError('too-busy', `${events.maxStreams} event streams are open already.`);
      }
      const stream = openEventStream(reply);
      // Its close, which frees its place, is past when the client left before we came to it.
      if (stream.destroyed) return;
      openStreams.add(stream);
      stream.once('close', () => openStreams.delete(stream));
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
      const output = await openOutput({ filePath, path });
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

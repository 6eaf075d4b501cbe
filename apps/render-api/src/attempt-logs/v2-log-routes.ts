import {
  AttemptPath,
  LogEventsQuery,
  LogLines,
  LogQuery,
  LogSearchQuery,
  LogSearchResult,
  TaskPath,
  type AttemptPath as OfAttempt,
  type TaskPath as OfTask,
} from '@renderonline/contract';
import { findAttempts, type Attempt, type Database, type TaskDetails } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import type { StreamGuard } from '../authentication/stream-guard.ts';
import { writeToStream } from '../http/event-stream.ts';
import { createOpenStreams } from '../http/open-streams.ts';
import { sendFile } from '../http/send-file.ts';
import { createUserShares } from '../http/user-shares.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { EventSettings } from '../settings/render-api-settings.ts';
import { findOwnedTask } from '../tasks/owned-task.ts';
import { createChangeWatch } from './change-watch.ts';
import { followLogs, type LogEvent } from './follow-logs.ts';
import { parsePlace } from './follow-place.ts';
import { logDocumentOf } from './log-document.ts';
import type { LogDesk } from './log-desk.ts';
import { searchLogs } from './search-logs.ts';
import { storedLogOf } from './stored-log.ts';

export interface LogRoutesDependencies {
  readonly database: Database;
  readonly desk: LogDesk;
  readonly scheduler: Pick<Scheduler, 'onTaskChanged'>;
  readonly guard: StreamGuard;
  readonly events: EventSettings;
  readonly nowMs: () => number;
}

/** At most ten looks a second for each reader; without a word one every two seconds, for other RenderAPIs' sake. */
const looks = { gapMs: 100, limitMs: 2000 };
/** Searches read files as fast as the disk gives them. */
const searchesAtOnce = { most: 8, mostOfUser: 2, what: 'searches of logs' };

/** What renderers said: to download, to search and to follow. */
export function v2LogRoutes(app: FastifyInstance, dependencies: LogRoutesDependencies): void {
  const { database, desk, scheduler, guard, events, nowMs } = dependencies;
  const streams = createOpenStreams(app, {
    ...{ guard, most: events.maxStreams, mostOfUser: events.maxStreamsOfUser },
    what: 'streams of logs',
  });
  const searches = createUserShares(searchesAtOnce);

  async function ownTask(request: FastifyRequest<{ Params: OfTask }>): Promise<TaskDetails> {
    return (await findOwnedTask(database, userOf(request), request.params.taskId)).details;
  }

  async function attemptOf(taskId: number, attemptId: number): Promise<Attempt> {
    const [attempt] = await findAttempts(database.db, { taskId, attemptIds: [attemptId] });
    if (attempt) return attempt;
    throw domainError('attempt-not-found', `Task ${taskId} has no attempt ${attemptId}.`, {
      taskId,
      attemptId,
    });
  }

  app.get<{ Params: OfAttempt; Querystring: LogQuery }>(
    '/tasks/:taskId/attempts/:attemptId/log',
    {
      schema: {
        operationId: 'downloadLog',
        tags,
        summary: 'What the renderer of one attempt said so far, each line with its time; Range is served',
        params: AttemptPath,
        querystring: LogQuery,
        produces: ['text/plain'],
        response: { 200: Type.String(), ...problems },
      },
    },
    async (request, reply) => {
      const details = await ownTask(request);
      const { taskId, attemptId } = request.params;
      const attempt = await attemptOf(taskId, attemptId);
      const log = await storedLogOf(details.render.filePath, attempt);
      const { tail } = request.query;
      const text = await logDocumentOf(log, { tail });
      return sendFile(request, reply, {
        name: `task-${taskId}-attempt-${attemptId}.log`,
        size: text.size,
        modifiedAtMs: 0,
        etag: `"${log.size.toString(36)}-${text.size.toString(36)}"`,
        whole: text.open({ start: 0, end: text.size - 1 }),
        openPart: async (range) => text.open(range),
      });
    },
  );

  app.get<{ Params: OfTask; Querystring: LogSearchQuery }>(
    '/tasks/:taskId/log',
    {
      schema: {
        operationId: 'searchLogs',
        tags,
        summary: "Lines of a task's logs that contain a text, in pages",
        params: TaskPath,
        querystring: LogSearchQuery,
        response: { 200: LogSearchResult, ...problems },
      },
    },
    async (request): Promise<LogSearchResult> => {
      const { task, render } = await ownTask(request);
      const { query } = request;
      if (query.attempt !== undefined) await attemptOf(task.taskId, query.attempt);
      const end = searches.begin(userOf(request).userId);
      try {
        return await searchLogs({ database, taskId: task.taskId, filePath: render.filePath, query });
      } finally {
        end();
      }
    },
  );

  app.get<{ Params: OfTask; Querystring: LogEventsQuery }>(
    '/tasks/:taskId/log/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'followLogs',
        tags,
        summary: "Server-sent events: lines of a task's logs as they come, until the task has ended",
        params: TaskPath,
        querystring: LogEventsQuery,
        produces: ['text/event-stream'],
        response: {
          200: {
            ...LogLines,
            description:
              'The data of each `lines` event; `attempt-ended` tells how an attempt ended, `end` that nothing comes any more. After a break go on with Last-Event-ID.',
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { task, render } = await ownTask(request);
      const { taskId } = task;
      const { attempt: attemptId, tail, follow = true } = request.query;
      if (attemptId !== undefined) await attemptOf(taskId, attemptId);
      const stream = streams.open(request, reply);
      if (stream.destroyed) return;
      const gone = new AbortController();
      const watch = createChangeWatch(looks, gone.signal);
      const told = (changed: number): void => {
        if (changed === taskId) watch.told();
      };
      const ends = [
        desk.onNews((news) => {
          told(news.taskId);
        }),
        scheduler.onTaskChanged(told),
        follow ? desk.followed.add(taskId) : () => undefined,
      ];
      stream.once('close', () => {
        gone.abort();
        for (const each of ends) each();
      });
      const lastId = request.headers['last-event-id'];
      const logEvents = followLogs({
        ...{ database, desk, taskId, filePath: render.filePath, attemptId, tail, follow, nowMs },
        place: parsePlace(typeof lastId === 'string' ? lastId : undefined),
        signal: gone.signal,
        untilChanged: () => watch.untilChanged(),
      });
      await writeLogEvents(stream, logEvents, events.heartbeatMs).catch((error: unknown) => {
        request.log.warn({ err: error, taskId }, 'a stream of logs broke off');
        stream.destroy();
      });
    },
  );
}

async function writeLogEvents(
  stream: FastifyReply['raw'],
  logEvents: AsyncIterable<LogEvent>,
  heartbeatMs: number,
): Promise<void> {
  // Keeps what lies between from taking a quiet connection for a dead one.
  const heartbeat = setInterval(() => stream.write(':\n\n'), heartbeatMs);
  try {
    await writeToStream(stream, ':\n\n');
    for await (const { event, id, data } of logEvents) {
      if (stream.destroyed) return;
      await writeToStream(stream, `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    if (!stream.destroyed) stream.end('event: end\ndata: {}\n\n');
  } finally {
    clearInterval(heartbeat);
  }
}

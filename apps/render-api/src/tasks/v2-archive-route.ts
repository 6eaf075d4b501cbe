import {
  ArchiveOfTasksQuery,
  ArchiveQuery,
  TaskPath,
  type ArchiveOfTasksQuery as QueryOfTasks,
  type ArchiveQuery as Query,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { openArchiveOfTasks } from './archive-of-tasks.ts';
import { openArchive, type ArchiveDependencies } from './task-archive.ts';

const answers = {
  produces: ['application/zip'],
  response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
};

/** The results of tasks as v1's download has them, where a browser can go by a link. */
export function v2ArchiveRoutes(app: FastifyInstance, dependencies: ArchiveDependencies): void {
  app.get<{ Params: Path; Querystring: Query }>(
    '/tasks/:taskId/archive',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'downloadArchive',
        tags,
        summary: 'The results of a task as a ZIP archive, made while it is sent',
        params: TaskPath,
        querystring: ArchiveQuery,
        ...answers,
      },
    },
    async (request, reply) => {
      const { includeProject = false, frames } = request.query;
      const archive = await openArchive(dependencies, userOf(request), request.params.taskId, {
        ...{ includeProject, frames, closed: reply.raw },
      });
      return sendArchive(reply, archive);
    },
  );
  app.get<{ Querystring: QueryOfTasks }>(
    '/archive',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'downloadArchiveOfTasks',
        tags,
        summary: 'The results of several tasks as one ZIP archive, with a folder for each',
        querystring: ArchiveOfTasksQuery,
        ...answers,
      },
    },
    async (request, reply) => {
      const taskIds = request.query.taskIds.split(',').map(Number);
      const archive = await openArchiveOfTasks(dependencies, userOf(request), { taskIds, closed: reply.raw });
      return sendArchive(reply, archive);
    },
  );
}

function sendArchive(
  reply: FastifyReply,
  { name, stream }: { readonly name: string; readonly stream: Readable },
) {
  return reply
    .type('application/zip')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename=${name}`)
    .send(stream);
}

import {
  ArchiveQuery,
  TaskPath,
  type ArchiveQuery as Query,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { openArchive, type ArchiveDependencies } from './task-archive.ts';

/** The results of a task as v1's download has them, where a browser can go by a link. */
export function v2ArchiveRoute(app: FastifyInstance, dependencies: ArchiveDependencies): void {
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
        produces: ['application/zip'],
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
      },
    },
    async (request, reply) => {
      const { includeProject = false, frames } = request.query;
      const archive = await openArchive(dependencies, userOf(request), request.params.taskId, {
        ...{ includeProject, frames, closed: reply.raw },
      });
      return reply
        .type('application/zip')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename=${archive.name}`)
        .send(archive.stream);
    },
  );
}

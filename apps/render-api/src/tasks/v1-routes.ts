import {
  ApiDeleteRequest,
  ApiDeleteResponse,
  ApiDequeueRequest,
  ApiDequeueResponse,
  ApiDownloadRequest,
  ApiDownloadResponse,
  ApiInfoResponse,
  type ApiDeleteRequest as DeleteRequest,
  type ApiDequeueRequest as DequeueRequest,
  type ApiDownloadRequest as DownloadRequest,
} from '@renderonline/contract';
import type { ContentStore } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { requireUser, userOf } from '../authentication/require-user.ts';
import type { Authenticator } from '../authentication/authenticator.ts';
import { readWholeBodies, requireJson, v1Validator } from '../http/v1-json.ts';
import { v1ErrorHandler } from '../http/v1-reply.ts';
import { dequeueTask, removeTask, type EndTaskDependencies } from './end-task.ts';
import { openArchive, type ArchiveDependencies } from './task-archive.ts';
import { describeUser } from './v1-info.ts';

export interface V1Dependencies
  extends EndTaskDependencies, Pick<ArchiveDependencies, 'upload' | 'archives'> {
  readonly scheduler: EndTaskDependencies['scheduler'] & ArchiveDependencies['scheduler'];
  readonly contents: ContentStore;
  readonly authenticator: Authenticator;
  readonly requestBodyTimeoutMs: number;
}

const maxBodyBytes = 2 ** 20;
const unauthorized = Type.Null({ description: 'Credentials are missing or wrong; the body is empty.' });
const tags = ['v1'];

/** The endpoints of 1.x but enqueue: frozen; docs/api.md lists their leniencies. */
export function v1Routes(app: FastifyInstance, dependencies: V1Dependencies): void {
  requireUser(app, dependencies.authenticator);
  readWholeBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.get(
    '/info',
    {
      schema: {
        operationId: 'v1Info',
        tags,
        summary: 'The user and the newest 15 tasks',
        response: { 200: ApiInfoResponse, 401: unauthorized },
      },
      errorHandler: v1ErrorHandler(),
    },
    (request) => describeUser(dependencies.database, userOf(request)),
  );

  app.post<{ Body: DequeueRequest }>(
    '/dequeue',
    {
      schema: {
        operationId: 'v1Dequeue',
        tags,
        summary: 'Takes a task out of the queue, ending its render',
        body: ApiDequeueRequest,
        response: { 200: ApiDequeueResponse, 400: ApiDequeueResponse, 401: unauthorized },
      },
      preValidation: requireJson,
      validatorCompiler: v1Validator,
      errorHandler: v1ErrorHandler('IsRemoved'),
    },
    async (request): Promise<ApiDequeueResponse> => {
      await dequeueTask(dependencies, userOf(request), request.body.TaskId);
      return { IsRemoved: true, ErrorMessage: 'Task successfully dequeued.' };
    },
  );

  app.post<{ Body: DownloadRequest }>(
    '/download',
    {
      schema: {
        operationId: 'v1Download',
        tags,
        summary: 'The results of a task as a ZIP archive',
        body: ApiDownloadRequest,
        response: {
          200: {
            description: 'The archive.',
            content: {
              'application/zip': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
            },
          },
          400: ApiDownloadResponse,
          401: unauthorized,
        },
      },
      preValidation: requireJson,
      validatorCompiler: v1Validator,
      errorHandler: v1ErrorHandler('DownloadProvided'),
    },
    async (request, reply) => {
      const { TaskId, IncludeProject } = request.body;
      const archive = await openArchive(dependencies, userOf(request), TaskId, {
        includeProject: IncludeProject === true,
        closed: reply.raw,
      });
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename=${archive.name}`)
        .send(archive.stream);
    },
  );

  app.post<{ Body: DeleteRequest }>(
    '/delete',
    {
      schema: {
        operationId: 'v1Delete',
        tags,
        summary: 'Deletes a task and everything of it',
        body: ApiDeleteRequest,
        response: { 200: ApiDeleteResponse, 400: ApiDeleteResponse, 401: unauthorized },
      },
      preValidation: requireJson,
      validatorCompiler: v1Validator,
      errorHandler: v1ErrorHandler('IsDeleted'),
    },
    async (request): Promise<ApiDeleteResponse> => {
      await removeTask(dependencies, userOf(request), request.body.TaskId);
      return { IsDeleted: true, ErrorMessage: 'Task and associated render successfully deleted.' };
    },
  );
}

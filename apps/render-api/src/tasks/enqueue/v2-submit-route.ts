import { IdempotencyHeaders, SubmitRequest, SubmitResponse, taskIdHeader } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { requireUser, userOf } from '../../authentication/require-user.ts';
import { conflicts, keyProblems, problems, tags, uploadProblems } from '../../http/v2-schemas.ts';
import { makeOnce } from '../../idempotency/make-once.ts';
import type { WebSessions } from '../../sessions/web-sessions.ts';
import type { EnqueueRouteDependencies } from './enqueue-route.ts';
import { enqueueSubmission } from './enqueue-submission.ts';
import { isJson, readProjectRequest } from './project-request.ts';
import { readV2Request, submissionOf } from './submission-request.ts';
import { withTemplate } from '../../task-templates/with-template.ts';
import { submitProject, type SubmitProjectDependencies } from './submit-project.ts';

/** POST /renderapi/v2/tasks: enqueue with everything that a task can be asked. The handler streams the body. */
export function v2SubmitRoute(
  app: FastifyInstance,
  dependencies: EnqueueRouteDependencies &
    SubmitProjectDependencies & { readonly requestBodyTimeoutMs: number; readonly sessions: WebSessions },
): void {
  requireUser(app, dependencies.authenticator, dependencies.sessions);
  app.post(
    '/tasks',
    {
      schema: {
        operationId: 'submitTask',
        tags,
        summary: 'Adds a task: of a project, as JSON, or with one file, as multipart/form-data',
        description:
          'With a file: the request part, best first, is the same JSON without projectId, and the file may have any name.',
        consumes: ['multipart/form-data', 'application/json'],
        headers: IdempotencyHeaders,
        body: Type.Object({
          request: SubmitRequest,
          file: Type.Unsafe<Buffer>({
            type: 'string',
            format: 'binary',
            description: 'The project; the field may have any name.',
          }),
        }),
        response: {
          201: { ...SubmitResponse, description: 'The task is in the queue.' },
          ...problems,
          ...conflicts,
          ...keyProblems,
          ...uploadProblems,
        },
      },
      // The request part is validated by the same schema, once it has been read out of the stream.
      validatorCompiler: () => () => true,
    },
    async (request, reply): Promise<SubmitResponse> => {
      const user = userOf(request);
      const { taskId, stepTaskIds } = await makeOnce(dependencies, request, reply, async (key) =>
        isJson(request.headers)
          ? submitProject(dependencies, user, await readProjectRequest(request.raw, dependencies), key)
          : enqueueSubmission(dependencies, user, {
              ...{ body: request.raw, key },
              readRequest: async (text) =>
                submissionOf(await withTemplate(dependencies.database.db, user, readV2Request(text))),
            }),
      );
      dependencies.scheduler.wake(taskId);
      for (const stepTaskId of stepTaskIds) dependencies.scheduler.wake(stepTaskId);
      request.log.info({ taskId, stepTaskIds }, 'a task was enqueued');
      reply.code(201).header(taskIdHeader, String(taskId));
      return { taskId, stepTaskIds };
    },
  );
}

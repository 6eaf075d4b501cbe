import { ApiEnqueueRequest, ApiEnqueueResponse, taskIdHeader } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Authenticator } from '../../authentication/authenticator.ts';
import { requireUser, userOf } from '../../authentication/require-user.ts';
import { v1ErrorHandler } from '../../http/v1-reply.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { enqueueSubmission, type EnqueueDependencies } from './enqueue-submission.ts';
import { readV1Request } from './submission-request.ts';

export type EnqueueRouteDependencies = EnqueueDependencies & {
  readonly authenticator: Authenticator;
  readonly scheduler: Pick<Scheduler, 'wake'>;
};

const refusal = { ...ApiEnqueueResponse, description: 'Why the task was not added.' };

/** POST /renderapi/v1/enqueue. The app leaves the body unread; the handler streams it. */
export function enqueueRoute(app: FastifyInstance, dependencies: EnqueueRouteDependencies): void {
  requireUser(app, dependencies.authenticator);
  app.post(
    '/enqueue',
    {
      schema: {
        operationId: 'v1Enqueue',
        tags: ['v1'],
        summary: 'Adds a task: its request part as JSON, and one project file, in either order',
        consumes: ['multipart/form-data'],
        body: Type.Object({
          request: ApiEnqueueRequest,
          file: Type.Unsafe<Buffer>({
            type: 'string',
            format: 'binary',
            description: 'The project; the field may have any name.',
          }),
        }),
        response: {
          200: {
            ...ApiEnqueueResponse,
            description: 'The task is in the queue.',
            headers: { [taskIdHeader]: { type: 'string', description: "The new task's id." } },
          },
          400: refusal,
          401: refusal,
          403: refusal,
          408: refusal,
          413: refusal,
          507: refusal,
        },
      },
      // The request part is validated by the same schema, once it has been read out of the stream.
      validatorCompiler: () => () => true,
      errorHandler: v1ErrorHandler('IsAdded'),
    },
    async (request, reply): Promise<ApiEnqueueResponse> => {
      const { taskId } = await enqueueSubmission(dependencies, userOf(request), {
        body: request.raw,
        readRequest: readV1Request,
      });
      dependencies.scheduler.wake(taskId);
      request.log.info({ taskId }, 'a task was enqueued');
      reply.header(taskIdHeader, String(taskId));
      return { IsAdded: true, ErrorMessage: 'Task successfully enqueued.' };
    },
  );
}

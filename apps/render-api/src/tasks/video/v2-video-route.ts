import {
  IdempotencyHeaders,
  TaskPath,
  VideoRequest,
  VideoResponse,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../../authentication/require-user.ts';
import { readJsonBodies } from '../../http/v2-json.ts';
import { conflicts, keyProblems, problems, tags } from '../../http/v2-schemas.ts';
import { makeOnce } from '../../idempotency/make-once.ts';
import { shownStep, type AddStepDependencies } from '../steps/add-step.ts';
import { makeVideo } from './make-video.ts';

export type VideoRouteDependencies = AddStepDependencies & { readonly requestBodyTimeoutMs: number };

const maxBodyBytes = 65_536;

/** POST /renderapi/v2/tasks/{taskId}/video. Needs a plugin of its own. */
export function v2VideoRoute(app: FastifyInstance, dependencies: VideoRouteDependencies): void {
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.post<{ Params: Path; Body: VideoRequest }>(
    '/tasks/:taskId/video',
    {
      schema: {
        operationId: 'makeVideo',
        tags,
        summary: 'Adds a task that makes a video of its frames',
        params: TaskPath,
        headers: IdempotencyHeaders,
        body: VideoRequest,
        response: {
          201: { ...VideoResponse, description: 'The video’s task is in the queue.' },
          ...problems,
          ...conflicts,
          ...keyProblems,
        },
      },
    },
    async (request, reply): Promise<VideoResponse> => {
      const user = userOf(request);
      const { taskId } = await makeOnce(dependencies, request, reply, (key) =>
        makeVideo(dependencies, user, request.params.taskId, request.body, key),
      );
      const made = await shownStep(dependencies, user, taskId);
      reply.code(201);
      return made;
    },
  );
}

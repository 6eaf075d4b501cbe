import {
  AddStepRequest,
  IdempotencyHeaders,
  StepAdded,
  TaskPath,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../../authentication/require-user.ts';
import { readJsonBodies } from '../../http/v2-json.ts';
import { conflicts, keyProblems, problems, tags } from '../../http/v2-schemas.ts';
import { makeOnce } from '../../idempotency/make-once.ts';
import { partOf } from '../enqueue/submission-request.ts';
import { addStep, shownStep, type AddStepDependencies } from './add-step.ts';

export type StepRouteDependencies = AddStepDependencies & { readonly requestBodyTimeoutMs: number };

const maxBodyBytes = 2 ** 20;

/** POST /renderapi/v2/tasks/{taskId}/steps. Needs a plugin of its own. */
export function v2StepRoute(app: FastifyInstance, dependencies: StepRouteDependencies): void {
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.post<{ Params: Path; Body: AddStepRequest }>(
    '/tasks/:taskId/steps',
    {
      schema: {
        operationId: 'addStep',
        tags,
        summary: 'Adds a task that another engine makes of its frames',
        params: TaskPath,
        headers: IdempotencyHeaders,
        body: AddStepRequest,
        response: {
          201: { ...StepAdded, description: 'The step’s task is in the queue.' },
          ...problems,
          ...conflicts,
          ...keyProblems,
        },
      },
    },
    async (request, reply): Promise<StepAdded> => {
      const user = userOf(request);
      const { frames, now, ...step } = request.body;
      const { taskId } = await makeOnce(dependencies, request, reply, async (key) => {
        await key?.asksFor(JSON.stringify(request.body));
        return addStep(
          dependencies,
          user,
          request.params.taskId,
          { request: partOf(step), frames, now },
          key,
        );
      });
      const added = await shownStep(dependencies, user, taskId);
      reply.code(201);
      return added;
    },
  );
}

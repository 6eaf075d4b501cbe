import {
  TaskEstimateRequest,
  TaskEstimateView,
  type TaskEstimateRequest as EstimateRequest,
} from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../../authentication/require-user.ts';
import { readJsonBodies } from '../../http/v2-json.ts';
import { problems, tags } from '../../http/v2-schemas.ts';
import { estimateNewTask, type EstimateDependencies } from './estimate-new-task.ts';

const maxBodyBytes = 1_048_576;

/** POST /renderapi/v2/tasks/estimate. Needs a plugin of its own. */
export function v2EstimateRoute(
  app: FastifyInstance,
  dependencies: EstimateDependencies & { readonly requestBodyTimeoutMs: number },
): void {
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.post<{ Body: EstimateRequest }>(
    '/tasks/estimate',
    {
      schema: {
        operationId: 'estimateTask',
        tags,
        summary: 'When a task would be ready, were it submitted now',
        body: TaskEstimateRequest,
        response: { 200: TaskEstimateView, ...problems },
      },
    },
    (request) => estimateNewTask(dependencies, userOf(request), request.body),
  );
}

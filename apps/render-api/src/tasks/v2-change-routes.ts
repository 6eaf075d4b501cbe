import {
  AddFramesRequest,
  AddFramesResponse,
  PriorityRequest,
  RequeueRequest,
  RequeueResponse,
  TaskPath,
  TaskSnapshot,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, problems, tags } from '../http/v2-schemas.ts';
import { pause, requeue, resume, setPriority, widen, type ChangeTaskDependencies } from './change-task.ts';

export type ChangeRoutesDependencies = ChangeTaskDependencies & { readonly requestBodyTimeoutMs: number };

const maxBodyBytes = 65_536;

/** What owners can do to their tasks while those wait, render, or have ended. Needs a plugin of its own. */
export function v2ChangeRoutes(app: FastifyInstance, dependencies: ChangeRoutesDependencies): void {
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.post<{ Params: Path }>(
    '/tasks/:taskId/pause',
    { schema: describe('pauseTask', 'Gives no more of its frames to machines') },
    (request) => pause(dependencies, userOf(request), request.params.taskId),
  );

  app.post<{ Params: Path }>(
    '/tasks/:taskId/resume',
    { schema: describe('resumeTask', 'Goes on with a paused task') },
    (request) => resume(dependencies, userOf(request), request.params.taskId),
  );

  app.post<{ Params: Path; Body: PriorityRequest }>(
    '/tasks/:taskId/priority',
    {
      schema: {
        ...describe('setTaskPriority', 'Puts a task before or behind others'),
        body: PriorityRequest,
      },
    },
    (request) =>
      setPriority(dependencies, userOf(request), {
        taskId: request.params.taskId,
        priority: request.body.priority,
      }),
  );

  app.post<{ Params: Path; Body: RequeueRequest }>(
    '/tasks/:taskId/requeue',
    {
      schema: {
        ...describe('requeueFrames', 'Renders frames again', RequeueResponse),
        body: RequeueRequest,
      },
    },
    (request) =>
      requeue(dependencies, userOf(request), {
        taskId: request.params.taskId,
        frames: request.body.frames,
      }),
  );

  app.post<{ Params: Path; Body: AddFramesRequest }>(
    '/tasks/:taskId/frames',
    {
      schema: {
        ...describe('addFrames', 'Adds frames, also to a task that has ended', AddFramesResponse),
        body: AddFramesRequest,
      },
    },
    (request) =>
      widen(dependencies, userOf(request), {
        taskId: request.params.taskId,
        frames: request.body.frames,
      }),
  );
}

function describe(operationId: string, summary: string, answer: object = TaskSnapshot): FastifySchema {
  return {
    operationId,
    tags,
    summary,
    params: TaskPath,
    response: { 200: answer, ...problems, ...conflicts },
  };
}

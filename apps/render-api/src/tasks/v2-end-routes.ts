import {
  BulkRequest,
  BulkResponse,
  TaskPath,
  TaskSnapshot,
  type TaskPath as Path,
} from '@renderonline/contract';
import type { User } from '@renderonline/database';
import { domainError, isDomainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { detailsView } from '../http/problem-reply.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, problems, tags } from '../http/v2-schemas.ts';
import { pause, requeue, resume, setPriority, type ChangeTaskDependencies } from './change-task.ts';
import { dequeueTask, removeTask, type EndTaskDependencies } from './end-task.ts';
import { findOwnedTask } from './owned-task.ts';
import { snapshotOfTask } from './task-snapshots.ts';

export type EndRoutesDependencies = ChangeTaskDependencies &
  EndTaskDependencies & { readonly requestBodyTimeoutMs: number };

const maxBodyBytes = 65_536;
/** Canceling waits for machines; a thousand waits one after the other would take all day. */
const tasksAtOnce = 16;

/** Ends of tasks, and what is done to many at once. Needs a plugin of its own. */
export function v2EndRoutes(app: FastifyInstance, dependencies: EndRoutesDependencies): void {
  const { database } = dependencies;
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });

  app.post<{ Params: Path }>(
    '/tasks/:taskId/cancel',
    {
      schema: {
        operationId: 'cancelTask',
        tags,
        summary: 'Takes a task out of the queue and ends its renders; what it has stays',
        params: TaskPath,
        response: { 200: TaskSnapshot, ...problems, ...conflicts },
      },
    },
    async (request): Promise<TaskSnapshot> => {
      const { taskId } = request.params;
      await dequeueTask(dependencies, userOf(request), taskId);
      const { details } = await findOwnedTask(database, userOf(request), taskId);
      return snapshotOfTask(dependencies, details);
    },
  );

  app.delete<{ Params: Path }>(
    '/tasks/:taskId',
    {
      schema: {
        operationId: 'deleteTask',
        tags,
        summary: 'Ends a task and removes everything of it',
        params: TaskPath,
        response: { 204: Type.Null(), ...problems, ...conflicts },
      },
    },
    async (request, reply) => {
      await removeTask(dependencies, userOf(request), request.params.taskId);
      return reply.code(204).send();
    },
  );

  app.post<{ Body: BulkRequest }>(
    '/tasks/bulk',
    {
      schema: {
        operationId: 'changeTasks',
        tags,
        summary: 'Does the same to many tasks, and says for each what became of it',
        body: BulkRequest,
        response: { 200: BulkResponse, ...problems },
      },
    },
    async (request): Promise<BulkResponse> => {
      if (request.body.action === 'priority' && request.body.priority === undefined) {
        throw domainError('request-invalid', 'The action priority needs a priority.');
      }
      return { outcomes: await doToAll(dependencies, userOf(request), request.body) };
    },
  );
}

async function doToAll(
  dependencies: EndRoutesDependencies,
  user: User,
  { action, taskIds, priority = 0 }: BulkRequest,
): Promise<BulkResponse['outcomes']> {
  const actions: Readonly<Record<BulkRequest['action'], (taskId: number) => Promise<unknown>>> = {
    pause: (taskId) => pause(dependencies, user, taskId),
    resume: (taskId) => resume(dependencies, user, taskId),
    cancel: (taskId) => dequeueTask(dependencies, user, taskId),
    requeue: (taskId) => requeue(dependencies, user, { taskId, frames: 'failed' }),
    delete: (taskId) => removeTask(dependencies, user, taskId),
    priority: (taskId) => setPriority(dependencies, user, { taskId, priority }),
  };
  const wanted = [...new Set(taskIds)];
  const outcomes = new Map<number, BulkResponse['outcomes'][number]>();
  // One iterator for all workers: each takes the next task.
  const left = wanted.values();
  async function work(): Promise<void> {
    for (const taskId of left) {
      try {
        await actions[action](taskId);
        outcomes.set(taskId, { taskId, isDone: true, code: null, detail: null, details: {} });
      } catch (error) {
        if (!isDomainError(error)) throw error;
        const { code, message: detail } = error;
        const details = detailsView(error.details);
        outcomes.set(taskId, { taskId, isDone: false, code, detail, details });
      }
    }
  }
  await Promise.all(Array.from({ length: tasksAtOnce }, work));
  return wanted.flatMap((taskId) => outcomes.get(taskId) ?? []);
}

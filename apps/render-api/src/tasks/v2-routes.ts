import {
  OutputList,
  TaskList,
  TaskListQuery,
  TaskPath,
  TaskView,
  type TaskListQuery as ListQuery,
  type TaskPath as Path,
} from '@renderonline/contract';
import { listTasks, type Database, type TaskDetails, type TaskFilter } from '@renderonline/database';
import { listOutputs } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { scopeOf } from '../authentication/require-admin.ts';
import { userOf } from '../authentication/require-user.ts';
import type { FarmEvents } from '../events/farm-events.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { refuseExpired } from './expired-results.ts';
import { findOwnedTask } from './owned-task.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { snapshotsOf, type SnapshotDependencies } from './task-snapshots.ts';
import { viewOf } from './task-view.ts';

const defaultPageSize = 50;

export type TaskRoutesDependencies = SnapshotDependencies & {
  readonly scheduler: Pick<Scheduler, 'outputsInPlace'>;
  readonly farmEvents: Pick<FarmEvents, 'cursorFor'>;
};

/** Lists of tasks, one task, and lists of its outputs. */
export function v2TaskRoutes(app: FastifyInstance, dependencies: TaskRoutesDependencies): void {
  const { database, farmEvents } = dependencies;

  app.get<{ Querystring: ListQuery }>(
    '/tasks',
    {
      schema: {
        operationId: 'listTasks',
        tags,
        summary: "The user's tasks, newest first, in pages",
        querystring: TaskListQuery,
        response: { 200: TaskList, ...problems },
      },
    },
    async (request): Promise<TaskList> => {
      const scope = scopeOf(userOf(request), request.query.scope);
      // Before the page is read: what changes from here on comes behind it.
      const eventCursor = farmEvents.cursorFor(scope);
      const page = await readPage(database, scope, request.query);
      return { tasks: await snapshotsOf(dependencies, page.tasks), nextBefore: page.nextBefore, eventCursor };
    },
  );

  app.get<{ Params: Path }>(
    '/tasks/:taskId',
    {
      schema: {
        operationId: 'getTask',
        tags,
        summary: 'One task with its attempts',
        params: TaskPath,
        response: { 200: TaskView, ...problems },
      },
    },
    async (request): Promise<TaskView> => {
      const { details } = await findOwnedTask(database, userOf(request), request.params.taskId);
      return viewOf(dependencies, details);
    },
  );

  app.get<{ Params: Path }>(
    '/tasks/:taskId/outputs',
    {
      schema: {
        operationId: 'listOutputs',
        tags,
        summary: 'The files that a task has produced so far',
        params: TaskPath,
        response: { 200: OutputList, ...problems },
      },
    },
    async (request): Promise<OutputList> => {
      const { details } = await findOwnedTask(database, userOf(request), request.params.taskId);
      await dependencies.scheduler.outputsInPlace(details.task.taskId);
      const outputs = await listOutputs({ filePath: details.render.filePath });
      if (outputs.length === 0 && !details.isQueued) refuseExpired(details);
      return {
        outputs: outputs.map(({ path, size, modifiedAtMs }) => ({
          path,
          size,
          modifiedAt: new Date(modifiedAtMs).toISOString(),
        })),
      };
    },
  );
}

async function readPage(
  database: Database,
  scope: number | 'all',
  { limit = defaultPageSize, ...query }: ListQuery,
): Promise<{ tasks: TaskDetails[]; nextBefore: number | null }> {
  const found = await listTasks(database.db, {
    ...filterOf(query),
    ...(scope === 'all' ? {} : { userId: scope }),
    limit: limit + 1, // one more tells whether there is a next page
  });
  const tasks = found.slice(0, limit);
  return { tasks, nextBefore: found.length > limit ? (tasks.at(-1)?.task.taskId ?? null) : null };
}

function filterOf({ state, engineId, text, before }: ListQuery): TaskFilter {
  return {
    ...(state === undefined ? {} : { states: Array.isArray(state) ? state : [state] }),
    ...(engineId === undefined ? {} : { engineId }),
    ...(text === undefined ? {} : { fileNamePart: text }),
    ...(before === undefined ? {} : { beforeTaskId: before }),
  };
}

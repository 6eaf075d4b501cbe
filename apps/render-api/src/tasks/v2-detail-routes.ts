import {
  AttemptList,
  FindingList,
  FrameList,
  FrameListQuery,
  TaskPath,
  type FrameListQuery as FrameQuery,
  type TaskPath as Path,
} from '@renderonline/contract';
import { listFrames, listOutputsOfTask, type Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { findOwnedTask } from './owned-task.ts';
import { attemptsOf } from './task-view.ts';
import { findingsOf } from './watched-tasks.ts';

const defaultPageSize = 1000;

/** What belongs to one task: its frames in pages, its attempts, and what machines found wrong with it. */
export function v2DetailRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  app.get<{ Params: Path; Querystring: FrameQuery }>(
    '/tasks/:taskId/frames',
    {
      schema: {
        operationId: 'listFrames',
        tags,
        summary: "A task's frames, in pages",
        params: TaskPath,
        querystring: FrameListQuery,
        response: { 200: FrameList, ...problems },
      },
    },
    async (request): Promise<FrameList> => {
      const { details } = await findOwnedTask(database, userOf(request), request.params.taskId);
      return readFrames(database, details.task.taskId, request.query);
    },
  );

  app.get<{ Params: Path }>(
    '/tasks/:taskId/attempts',
    {
      schema: {
        operationId: 'listAttempts',
        tags,
        summary: "A task's attempts, with causes of failures",
        params: TaskPath,
        response: { 200: AttemptList, ...problems },
      },
    },
    async (request): Promise<AttemptList> => {
      const { details } = await findOwnedTask(database, userOf(request), request.params.taskId);
      return { attempts: await attemptsOf(database, details.task.taskId) };
    },
  );

  app.get<{ Params: Path }>(
    '/tasks/:taskId/findings',
    {
      schema: {
        operationId: 'listFindings',
        tags,
        summary: 'What machines found wrong with the scene before they rendered it',
        params: TaskPath,
        response: { 200: FindingList, ...problems },
      },
    },
    async (request): Promise<FindingList> => {
      const { details } = await findOwnedTask(database, userOf(request), request.params.taskId);
      return { findings: await findingsOf(database, details.task.taskId) };
    },
  );
}

async function readFrames(
  database: Database,
  taskId: number,
  { limit = defaultPageSize, after }: FrameQuery,
): Promise<FrameList> {
  const found = await listFrames(database.db, {
    taskId,
    limit: limit + 1, // one more tells whether there is a next page
    ...(after === undefined ? {} : { afterFrame: after }),
  });
  const page = found.slice(0, limit);
  const last = page.at(-1)?.frame;
  const outputs =
    last === undefined
      ? new Map<number, FrameOutputs>()
      : await outputsUntil(database, taskId, { after, last });
  return {
    frames: page.map(({ frame, state, leaseId, attemptId, renderMs, failureReason }) => ({
      frame,
      state,
      attemptId: attemptId ?? leaseId,
      renderMs,
      failureReason,
      outputs: outputs.get(frame) ?? [],
    })),
    nextAfter: found.length > limit ? (last ?? null) : null,
  };
}

type FrameOutputs = FrameList['frames'][number]['outputs'];

async function outputsUntil(
  database: Database,
  taskId: number,
  { after, last }: { readonly after: number | undefined; readonly last: number },
): Promise<Map<number, FrameOutputs>> {
  const outputs = await listOutputsOfTask(database.db, {
    ...{ taskId, untilFrame: last },
    ...(after === undefined ? {} : { afterFrame: after }),
  });
  const byFrame = new Map<number, FrameOutputs>();
  for (const { frame, name, size } of outputs) {
    const known = byFrame.get(frame);
    if (known === undefined) byFrame.set(frame, [{ name, size }]);
    else known.push({ name, size });
  }
  return byFrame;
}

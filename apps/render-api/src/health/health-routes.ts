import { readLeadership, type Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { ProjectSettings } from '../projects/project-settings.ts';
import { readDiskRooms } from '../retention/disk-rooms.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';

export interface HealthDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader'>;
  readonly upload: Pick<UploadSettings, 'minFreeBytes'>;
  readonly projects: Pick<ProjectSettings, 'contentsDirectory'>;
}

const databaseTimeoutMs = 2000;

const Health = Type.Object({ status: Type.Literal('ok') });
const Readiness = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  database: Type.Union([Type.Literal('ok'), Type.Literal('unreachable')]),
  storage: Type.Union([Type.Literal('ok'), Type.Literal('full'), Type.Literal('unknown')], {
    description: 'full: nothing is taken in until there is room on the disk; the rest works.',
  }),
  scheduling: Type.Boolean({ description: 'Whether this RenderAPI is the one that schedules.' }),
});

/** /healthz: the process answers. /readyz: it can also do its work. Neither needs credentials. */
export function healthRoutes(
  app: FastifyInstance,
  { database, scheduler, upload, projects }: HealthDependencies,
): void {
  app.get(
    '/healthz',
    { logLevel: 'warn', schema: { operationId: 'health', tags: ['health'], response: { 200: Health } } },
    () => ({ status: 'ok' }),
  );

  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      schema: { operationId: 'readiness', tags: ['health'], response: { 200: Readiness, 503: Readiness } },
    },
    async (_request, reply) => {
      const [leadership, rooms] = await Promise.all([
        inTime(readLeadership(database.db)),
        inTime(readDiskRooms(database, { upload, projects })),
      ]);
      const isReachable = leadership !== undefined;
      return reply.code(isReachable ? 200 : 503).send({
        status: isReachable ? 'ready' : 'not-ready',
        database: isReachable ? 'ok' : 'unreachable',
        storage: rooms === undefined ? 'unknown' : rooms.some(({ isFull }) => isFull) ? 'full' : 'ok',
        scheduling: scheduler.isLeader(),
      });
    },
  );
}

/** @returns undefined when it failed, or took too long */
async function inTime<Result>(work: Promise<Result>): Promise<Result | undefined> {
  const timeout = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    timeout.resolve(undefined);
  }, databaseTimeoutMs);
  try {
    return await Promise.race([work.catch(() => undefined), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

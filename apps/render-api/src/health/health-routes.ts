import { readLeadership, type Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Scheduler } from '../scheduling/scheduler.ts';

export interface HealthDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader'>;
}

const databaseTimeoutMs = 2000;

const Health = Type.Object({ status: Type.Literal('ok') });
const Readiness = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  database: Type.Union([Type.Literal('ok'), Type.Literal('unreachable')]),
  scheduling: Type.Boolean({ description: 'Whether this RenderAPI is the one that schedules.' }),
});

/** /healthz: the process answers. /readyz: it can also do its work. Neither needs credentials. */
export function healthRoutes(app: FastifyInstance, { database, scheduler }: HealthDependencies): void {
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
      const isReachable = await answersInTime(database);
      return reply.code(isReachable ? 200 : 503).send({
        status: isReachable ? 'ready' : 'not-ready',
        database: isReachable ? 'ok' : 'unreachable',
        scheduling: scheduler.isLeader(),
      });
    },
  );
}

async function answersInTime(database: Database): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    timeout.resolve(false);
  }, databaseTimeoutMs);
  const answer = readLeadership(database.db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

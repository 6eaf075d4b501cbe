import { Statistics, StatisticsQuery, type StatisticsQuery as Query } from '@renderonline/contract';
import type { Database, StatisticsRange } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import { timeText } from '../tasks/time-text.ts';
import { statisticsOf } from './statistics-of.ts';

const dayMs = 86_400_000;
const longestMs = { hour: 31 * dayMs, day: 366 * dayMs } as const;

/** GET /statistics: of everybody's tasks for admins, of their own for others. */
export function v2StatisticsRoutes(
  app: FastifyInstance,
  { database, nowMs }: { readonly database: Database; readonly nowMs: () => number },
): void {
  app.get<{ Querystring: Query }>(
    '/statistics',
    {
      schema: {
        operationId: 'statistics',
        tags,
        summary: 'Frames, machine time, failures and ended tasks by hour or day, user and engine',
        querystring: StatisticsQuery,
        response: { 200: Statistics, ...problems },
      },
    },
    async (request): Promise<Statistics> => {
      const { userId, role } = userOf(request);
      const range = rangeOf(request.query, nowMs());
      const entries = await statisticsOf(database, role === 'admin' ? range : { ...range, userId });
      return { from: timeText(range.fromMs), to: timeText(range.toMs), entries };
    },
  );
}

function rangeOf({ from, to, bucket = 'day' }: Query, nowMs: number): StatisticsRange {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - 7 * dayMs : Date.parse(from);
  if (!(fromMs < toMs)) throw domainError('request-invalid', '`from` must be before `to`.');
  if (toMs - fromMs > longestMs[bucket]) {
    const days = longestMs[bucket] / dayMs;
    throw domainError(
      'statistics-too-large',
      `By the ${bucket} there are statistics of ${days} days at most.`,
    );
  }
  return { fromMs, toMs, bucket };
}

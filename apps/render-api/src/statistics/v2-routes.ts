import { Statistics, StatisticsQuery, type StatisticsQuery as Query } from '@renderonline/contract';
import type { Database, StatisticsRange } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { scopeOf } from '../authentication/require-admin.ts';
import { userOf } from '../authentication/require-user.ts';
import { conflicts, problems, tags } from '../http/v2-schemas.ts';
import { timeText } from '../tasks/time-text.ts';
import { dayStartsIn } from './day-starts.ts';
import { statisticsOf } from './statistics-of.ts';

const dayMs = 86_400_000;
const longestMs = { hour: 31 * dayMs, day: 366 * dayMs } as const;

/** GET /statistics: of everybody's tasks for admins, of their own for others, and of the farm as a whole for all. */
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
        summary: 'How busy the farm was, what was rendered and how long tasks waited, by hour or day',
        querystring: StatisticsQuery,
        response: { 200: Statistics, ...problems, 403: conflicts[403] },
      },
    },
    async (request): Promise<Statistics> => {
      const user = userOf(request);
      const { userId = user.role === 'admin' ? undefined : user.userId, engineId } = request.query;
      if (userId !== user.userId) scopeOf(user, 'all');
      const range = {
        ...rangeOf(request.query, nowMs()),
        ...(userId === undefined ? {} : { userId }),
        ...(engineId === undefined ? {} : { engineId }),
        isMerged: request.query.by === 'time',
      };
      const sums = await statisticsOf(database, range);
      return { from: timeText(range.fromMs), to: timeText(range.toMs), ...sums };
    },
  );
}

function rangeOf({ from, to, bucket = 'day', timeZone = 'UTC' }: Query, nowMs: number): StatisticsRange {
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
  return { fromMs, toMs, buckets: bucket === 'hour' ? 'hours' : dayStartsIn(timeZone, { fromMs, toMs }) };
}

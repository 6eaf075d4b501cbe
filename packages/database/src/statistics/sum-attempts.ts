import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import {
  bucketMsOf,
  bucketOf,
  isOf,
  isWithin,
  msBetween,
  ownersOf,
  refuseManyRows,
  refuseMore,
  statisticsLimits,
  type StatisticsKey,
  type StatisticsRange,
} from './statistics-range.ts';

export interface AttemptSums extends StatisticsKey {
  /** By these attempts, and not rendered again since. */
  readonly framesDone: number;
  /** Milliseconds from the start of each attempt to its end, added up. */
  readonly machineMs: number;
  /** Attempts that ended otherwise than well and than by being canceled. */
  readonly failedAttempts: number;
}

/**
 * Adds up the attempts that ended in a range, by hour or day, user and engine.
 *
 * @throws 'statistics-too-large'
 */
export async function sumAttempts(executor: Executor, range: StatisticsRange): Promise<AttemptSums[]> {
  await refuseManyRows(executor, range, { table: 'attempts', column: 'ended_at' });
  const isOfBoth = isOf(range, { user: 't.user_id', engine: 'r.engine_id' });
  const isCounted = sql<SqlBool>`${isWithin('a.ended_at', range)} and ${isOfBoth}`;
  const limit = statisticsLimits.sums + 1;
  const sums = await attemptSumsWhere(executor, { range, isCounted, limit });
  refuseMore(sums.length, statisticsLimits.sums);
  return sums;
}

/** The same of one task, by the hour; without limits. */
export async function sumAttemptsOfTask(
  executor: Executor,
  { taskId }: { readonly taskId: number },
): Promise<AttemptSums[]> {
  const isCounted = sql<SqlBool>`a.task_id = ${taskId} and a.ended_at is not null`;
  return attemptSumsWhere(executor, { range: { buckets: 'hours' }, isCounted });
}

/** @param input.isCounted of attempts `a`, their tasks `t` and their renders `r` */
async function attemptSumsWhere(
  executor: Executor,
  input: {
    readonly range: Pick<StatisticsRange, 'buckets' | 'isMerged'>;
    readonly isCounted: RawBuilder<SqlBool>;
    readonly limit?: number;
  },
): Promise<AttemptSums[]> {
  const { range, isCounted, limit } = input;
  const counted = executor
    .selectFrom('attempts as a')
    .innerJoin('tasks as t', 't.task_id', 'a.task_id')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select('a.outcome')
    .select([
      ...ownersOf(range, { user: 't.user_id', engine: 'r.engine_id' }),
      bucketOf(executor, 'a.ended_at', range.buckets).as('bucket'),
      msBetween(executor, 'a.started_at', 'a.ended_at').as('ms'),
    ])
    // Only the frames that the attempt was given: by the primary key, however long the task is.
    .select((of) =>
      of
        .selectFrom('frames as f')
        .select((frame) => frame.fn.countAll().as('count'))
        .whereRef('f.task_id', '=', 'a.task_id')
        .whereRef('f.frame', '>=', 'a.first_frame')
        .whereRef('f.frame', '<=', 'a.last_frame')
        .whereRef('f.attempt_id', '=', 'a.attempt_id')
        .where('f.state', '=', 'done')
        .as('frames'),
    )
    .where(isCounted);
  const rows = await executor
    .selectFrom(counted.as('x'))
    .select(['x.bucket', 'x.of_user', 'x.of_engine'])
    .select([
      sql`sum(x.frames)`.as('frames'),
      sql`sum(x.ms)`.as('ms'),
      sql`sum(case when x.outcome in ('succeeded', 'canceled') then 0 else 1 end)`.as('failed'),
    ])
    .groupBy(['x.bucket', 'x.of_user', 'x.of_engine'])
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.of_user,
    engineId: row.of_engine,
    framesDone: Number(row.frames),
    machineMs: Math.round(Number(row.ms)),
    failedAttempts: Number(row.failed),
  }));
}

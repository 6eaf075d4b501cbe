import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import {
  bucketMsOf,
  bucketOf,
  isWithin,
  msBetween,
  refuseMore,
  statisticsLimits,
  type StatisticsKey,
  type StatisticsRange,
} from './statistics-range.ts';

export interface EndedTaskSums extends StatisticsKey {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  /** How many of them a machine had begun. */
  readonly started: number;
  /** Milliseconds from queueing to the first start, of all that were started, added up. */
  readonly waitingMs: number;
}

/**
 * Adds up the tasks that ended in a range, by hour or day, user and engine.
 *
 * @throws 'statistics-too-large'
 */
export async function sumEndedTasks(executor: Executor, range: StatisticsRange): Promise<EndedTaskSums[]> {
  await refuseManyTasks(executor, range);
  const { bucket, userId } = range;
  const isOfUser = userId === undefined ? sql<SqlBool>`1 = 1` : sql<SqlBool>`t.user_id = ${userId}`;
  const isCounted = sql<SqlBool>`${isWithin('t.end_time', range)} and ${isOfUser}`;
  const sums = await taskSumsWhere(executor, { bucket, isCounted });
  refuseMore(sums.length, statisticsLimits.sums);
  return sums;
}

/** The same of one task, by the hour; nothing while it has not ended. */
export async function sumEndedTask(
  executor: Executor,
  { taskId }: { readonly taskId: number },
): Promise<EndedTaskSums[]> {
  const isCounted = sql<SqlBool>`t.task_id = ${taskId} and t.end_time is not null`;
  return taskSumsWhere(executor, { bucket: 'hour', isCounted });
}

/** @param input.isCounted of tasks `t` */
async function taskSumsWhere(
  executor: Executor,
  { bucket, isCounted }: { readonly bucket: 'hour' | 'day'; readonly isCounted: RawBuilder<SqlBool> },
): Promise<EndedTaskSums[]> {
  const rows = await executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select(['t.user_id', 'r.engine_id'])
    .select([
      bucketOf(executor, 't.end_time', bucket).as('bucket'),
      sql`sum(case when t.state = 'succeeded' then 1 else 0 end)`.as('succeeded'),
      sql`sum(case when t.state = 'failed' then 1 else 0 end)`.as('failed'),
      sql`sum(case when t.state = 'canceled' then 1 else 0 end)`.as('canceled'),
      sql`count(t.start_time)`.as('started'),
      sql`sum(${msBetween(executor, 't.queue_time', 't.start_time')})`.as('ms'),
    ])
    .where(isCounted)
    .groupBy(['bucket', 't.user_id', 'r.engine_id'])
    .limit(statisticsLimits.sums + 1)
    .execute();
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.user_id,
    engineId: row.engine_id,
    succeeded: Number(row.succeeded),
    failed: Number(row.failed),
    canceled: Number(row.canceled),
    started: Number(row.started),
    waitingMs: Math.round(Number(row.ms)),
  }));
}

async function refuseManyTasks(executor: Executor, range: StatisticsRange): Promise<void> {
  const first = executor
    .selectFrom('tasks')
    .select('end_time')
    .where(isWithin('end_time', range))
    .limit(statisticsLimits.rows + 1);
  const { count } = await executor
    .selectFrom(first.as('x'))
    .select((of) => of.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  refuseMore(Number(count), statisticsLimits.rows);
}

import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import {
  bucketMsOf,
  bucketOf,
  isOf,
  isWithin,
  refuseMore,
  statisticsLimits,
  type StatisticsKey,
  type StatisticsRange,
} from './statistics-range.ts';

export interface EndedTaskSums extends StatisticsKey {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
}

/**
 * Adds up the tasks that ended in a range, by hour or day, user and engine.
 *
 * @throws 'statistics-too-large'
 */
export async function sumEndedTasks(executor: Executor, range: StatisticsRange): Promise<EndedTaskSums[]> {
  await refuseManyTasks(executor, range);
  const isOfBoth = isOf(range, { user: 't.user_id', engine: 'r.engine_id' });
  const isCounted = sql<SqlBool>`${isWithin('t.end_time', range)} and ${isOfBoth}`;
  const sums = await taskSumsWhere(executor, { buckets: range.buckets, isCounted });
  refuseMore(sums.length, statisticsLimits.sums);
  return sums;
}

/** The same of one task, by the hour; nothing while it has not ended. */
export async function sumEndedTask(
  executor: Executor,
  { taskId }: { readonly taskId: number },
): Promise<EndedTaskSums[]> {
  const isCounted = sql<SqlBool>`t.task_id = ${taskId} and t.end_time is not null`;
  return taskSumsWhere(executor, { buckets: 'hours', isCounted });
}

/** @param input.isCounted of tasks `t` and their renders `r` */
async function taskSumsWhere(
  executor: Executor,
  input: { readonly buckets: StatisticsRange['buckets']; readonly isCounted: RawBuilder<SqlBool> },
): Promise<EndedTaskSums[]> {
  const rows = await executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select(['t.user_id', 'r.engine_id'])
    .select([
      bucketOf(executor, 't.end_time', input.buckets).as('bucket'),
      sql`sum(case when t.state = 'succeeded' then 1 else 0 end)`.as('succeeded'),
      sql`sum(case when t.state = 'failed' then 1 else 0 end)`.as('failed'),
      sql`sum(case when t.state = 'canceled' then 1 else 0 end)`.as('canceled'),
    ])
    .where(input.isCounted)
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

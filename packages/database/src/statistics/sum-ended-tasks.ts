import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import {
  bucketMsOf,
  bucketOf,
  isOf,
  isWithin,
  ownersOf,
  refuseManyRows,
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
  await refuseManyRows(executor, range, { table: 'tasks', column: 'end_time' });
  const isOfBoth = isOf(range, { user: 't.user_id', engine: 'r.engine_id' });
  const isCounted = sql<SqlBool>`${isWithin('t.end_time', range)} and ${isOfBoth}`;
  const sums = await taskSumsWhere(executor, { range, isCounted });
  refuseMore(sums.length, statisticsLimits.sums);
  return sums;
}

/** The same of one task, by the hour; nothing while it has not ended. */
export async function sumEndedTask(
  executor: Executor,
  { taskId }: { readonly taskId: number },
): Promise<EndedTaskSums[]> {
  const isCounted = sql<SqlBool>`t.task_id = ${taskId} and t.end_time is not null`;
  return taskSumsWhere(executor, { range: { buckets: 'hours' }, isCounted });
}

/** @param input.isCounted of tasks `t` and their renders `r` */
async function taskSumsWhere(
  executor: Executor,
  input: {
    readonly range: Pick<StatisticsRange, 'buckets' | 'isMerged'>;
    readonly isCounted: RawBuilder<SqlBool>;
  },
): Promise<EndedTaskSums[]> {
  const rows = await executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select([
      ...ownersOf(input.range, { user: 't.user_id', engine: 'r.engine_id' }),
      bucketOf(executor, 't.end_time', input.range.buckets).as('bucket'),
      sql`sum(case when t.state = 'succeeded' then 1 else 0 end)`.as('succeeded'),
      sql`sum(case when t.state = 'failed' then 1 else 0 end)`.as('failed'),
      sql`sum(case when t.state = 'canceled' then 1 else 0 end)`.as('canceled'),
    ])
    .where(input.isCounted)
    .groupBy(['bucket', 'of_user', 'of_engine'])
    .limit(statisticsLimits.sums + 1)
    .execute();
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.of_user,
    engineId: row.of_engine,
    succeeded: Number(row.succeeded),
    failed: Number(row.failed),
    canceled: Number(row.canceled),
  }));
}

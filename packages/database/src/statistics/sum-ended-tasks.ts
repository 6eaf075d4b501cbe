import { sql } from 'kysely';
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
  let query = executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select(['t.user_id', 'r.engine_id'])
    .select([
      bucketOf(executor, 't.end_time', range.bucket).as('bucket'),
      sql`sum(case when t.state = 'succeeded' then 1 else 0 end)`.as('succeeded'),
      sql`sum(case when t.state = 'failed' then 1 else 0 end)`.as('failed'),
      sql`sum(case when t.state = 'canceled' then 1 else 0 end)`.as('canceled'),
      sql`count(t.start_time)`.as('started'),
      sql`sum(${msBetween(executor, 't.queue_time', 't.start_time')})`.as('ms'),
    ])
    .where(isWithin('t.end_time', range))
    .groupBy(['bucket', 't.user_id', 'r.engine_id'])
    .limit(statisticsLimits.sums + 1);
  if (range.userId !== undefined) query = query.where('t.user_id', '=', range.userId);
  const rows = await query.execute();
  refuseMore(rows.length, statisticsLimits.sums);
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

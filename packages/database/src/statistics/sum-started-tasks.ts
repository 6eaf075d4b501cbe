import { waitBoundsMs } from '@renderonline/domain';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import {
  bucketMsOf,
  bucketOf,
  isOf,
  isWithin,
  msBetween,
  ownersOf,
  positionAmong,
  refuseManyRows,
  statisticsLimits,
  type StatisticsKey,
  type StatisticsRange,
} from './statistics-range.ts';

export interface StartedTaskSums extends StatisticsKey {
  /** How long they waited: the position of an interval (`waitCount`). */
  readonly waitInterval: number;
  readonly started: number;
  /** Milliseconds from queueing to the first start, added up. */
  readonly waitingMs: number;
}

/** Where the intervals of waiting begin. */
const startsMs = [0, ...waitBoundsMs.slice(0, -1)];

/**
 * Counts the tasks that a machine began within a range, by hour or day, user, engine and how long they had waited.
 *
 * @throws 'statistics-too-large'
 */
export async function sumStartedTasks(
  executor: Executor,
  range: StatisticsRange,
): Promise<StartedTaskSums[]> {
  await refuseManyRows(executor, range, { table: 'tasks', column: 'start_time' });
  const isOfBoth = isOf(range, { user: 't.user_id', engine: 'r.engine_id' });
  const isCounted = sql<SqlBool>`${isWithin('t.start_time', range)} and ${isOfBoth}`;
  return startedSumsWhere(executor, { range, isCounted });
}

/** The same of one task, by the hour; nothing while no machine has begun it. */
export async function sumStartedTask(
  executor: Executor,
  { taskId }: { readonly taskId: number },
): Promise<StartedTaskSums[]> {
  const isCounted = sql<SqlBool>`t.task_id = ${taskId} and t.start_time is not null`;
  return startedSumsWhere(executor, { range: { buckets: 'hours' }, isCounted });
}

/** @param input.isCounted of tasks `t` and their renders `r` */
async function startedSumsWhere(
  executor: Executor,
  input: {
    readonly range: Pick<StatisticsRange, 'buckets' | 'isMerged'>;
    readonly isCounted: RawBuilder<SqlBool>;
  },
): Promise<StartedTaskSums[]> {
  const started = executor
    .selectFrom('tasks as t')
    .innerJoin('renders as r', 'r.render_id', 't.render_id')
    .select([
      ...ownersOf(input.range, { user: 't.user_id', engine: 'r.engine_id' }),
      bucketOf(executor, 't.start_time', input.range.buckets).as('bucket'),
      msBetween(executor, 't.queue_time', 't.start_time').as('ms'),
    ])
    .where(input.isCounted)
    .where('t.queue_time', 'is not', null)
    // With a limit SQLite works each wait out once, in place of once for each comparison.
    .limit(statisticsLimits.rows);
  const rows = await executor
    .selectFrom(started.as('x'))
    .select(['x.bucket', 'x.of_user', 'x.of_engine'])
    .select([
      positionAmong(sql.ref('x.ms'), startsMs, (_, position) => sql.lit(position)).as('wait_interval'),
      sql`count(*)`.as('started'),
      sql`sum(x.ms)`.as('ms'),
    ])
    .groupBy(['x.bucket', 'x.of_user', 'x.of_engine', 'wait_interval'])
    .execute();
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.of_user,
    engineId: row.of_engine,
    waitInterval: row.wait_interval,
    started: Number(row.started),
    waitingMs: Math.round(Number(row.ms)),
  }));
}

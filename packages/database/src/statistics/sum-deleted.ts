import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { AttemptSums } from './sum-attempts.ts';
import type { EndedTaskSums } from './sum-ended-tasks.ts';
import type { StartedTaskSums } from './sum-started-tasks.ts';
import {
  bucketMsOf,
  bucketOf,
  isOf,
  isWithin,
  ownersOf,
  refuseMore,
  statisticsLimits,
  type StatisticsRange,
} from './statistics-range.ts';

/** What all kinds of sums say, of tasks that are deleted. */
export type DeletedSums = AttemptSums & EndedTaskSums & Pick<StartedTaskSums, 'started' | 'waitingMs'>;

/**
 * Adds up what tasks that are deleted since have added to the hours that begin in a range, by hour or day, user and
 * engine. In one snapshot with the sums of what is there, nothing is missed or counted twice.
 *
 * @throws 'statistics-too-large'
 */
export async function sumDeleted(executor: Executor, range: StatisticsRange): Promise<DeletedSums[]> {
  const rows = await executor
    .selectFrom('hourly_statistics as h')
    .select([
      ...ownersOf(range, { user: 'h.user_id', engine: 'h.engine_id' }),
      bucketOf(executor, 'h.hour', range.buckets).as('bucket'),
      sql`sum(h.frames_done)`.as('frames_done'),
      sql`sum(h.machine_ms)`.as('machine_ms'),
      sql`sum(h.failed_attempts)`.as('failed_attempts'),
      sql`sum(h.tasks_succeeded)`.as('tasks_succeeded'),
      sql`sum(h.tasks_failed)`.as('tasks_failed'),
      sql`sum(h.tasks_canceled)`.as('tasks_canceled'),
      sql`sum(h.tasks_started)`.as('tasks_started'),
      sql`sum(h.waiting_ms)`.as('waiting_ms'),
    ])
    .where(isWithin('h.hour', range))
    .where(isOf(range, { user: 'h.user_id', engine: 'h.engine_id' }))
    .groupBy(['bucket', 'of_user', 'of_engine'])
    .limit(statisticsLimits.sums + 1)
    .execute();
  refuseMore(rows.length, statisticsLimits.sums);
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.of_user,
    engineId: row.of_engine,
    framesDone: Number(row.frames_done),
    machineMs: Number(row.machine_ms),
    failedAttempts: Number(row.failed_attempts),
    succeeded: Number(row.tasks_succeeded),
    failed: Number(row.tasks_failed),
    canceled: Number(row.tasks_canceled),
    started: Number(row.tasks_started),
    waitingMs: Number(row.waiting_ms),
  }));
}

/** Counts the same tasks by how long they had waited: by the hours or days in which a machine began them. */
export async function sumDeletedWaits(
  executor: Executor,
  range: StatisticsRange,
): Promise<Omit<StartedTaskSums, 'waitingMs'>[]> {
  const rows = await executor
    .selectFrom('hourly_waits as h')
    .select('h.wait_interval')
    .select([
      ...ownersOf(range, { user: 'h.user_id', engine: 'h.engine_id' }),
      bucketOf(executor, 'h.hour', range.buckets).as('bucket'),
      sql`sum(h.tasks)`.as('tasks'),
    ])
    .where(isWithin('h.hour', range))
    .where(isOf(range, { user: 'h.user_id', engine: 'h.engine_id' }))
    .groupBy(['bucket', 'of_user', 'of_engine', 'h.wait_interval'])
    .limit(statisticsLimits.rows + 1)
    .execute();
  refuseMore(rows.length, statisticsLimits.rows);
  return rows.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    userId: row.of_user,
    engineId: row.of_engine,
    waitInterval: row.wait_interval,
    started: Number(row.tasks),
  }));
}

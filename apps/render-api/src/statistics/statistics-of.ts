import type { StatisticsEntry } from '@renderonline/contract';
import {
  sumAttempts,
  sumDeleted,
  sumEndedTasks,
  type AttemptSums,
  type Database,
  type EndedTaskSums,
  type StatisticsKey,
  type StatisticsRange,
} from '@renderonline/database';
import { timeText } from '../tasks/time-text.ts';

const nothing = {
  framesDone: 0,
  machineMs: 0,
  failedAttempts: 0,
  tasksSucceeded: 0,
  tasksFailed: 0,
  tasksCanceled: 0,
  tasksStarted: 0,
  waitingMs: 0,
};
type Sums = typeof nothing;

/**
 * What ended in a range, by time, user and engine: of tasks that are there, and of those that were deleted since.
 *
 * @throws 'statistics-too-large'
 */
export async function statisticsOf(database: Database, range: StatisticsRange): Promise<StatisticsEntry[]> {
  const entries = new Map<string, StatisticsEntry>();
  const add = ({ bucketMs, userId, engineId }: StatisticsKey, sums: Partial<Sums>): void => {
    const key = `${bucketMs} ${userId} ${engineId}`;
    const entry = entries.get(key) ?? { bucket: timeText(bucketMs), userId, engineId, ...nothing };
    const names = Object.keys(nothing) as (keyof Sums)[];
    const added = names.map((name) => [name, entry[name] + (sums[name] ?? 0)]);
    entries.set(key, { ...entry, ...(Object.fromEntries(added) as Sums) });
  };
  // At one moment: a task that is deleted meanwhile is in one of them.
  const sums = await database.snapshot(async (trx) => ({
    attempts: await sumAttempts(trx, range),
    tasks: await sumEndedTasks(trx, range),
    deleted: await sumDeleted(trx, range),
  }));
  for (const row of sums.attempts) add(row, attemptsOf(row));
  for (const row of sums.tasks) add(row, tasksOf(row));
  for (const row of sums.deleted) add(row, { ...attemptsOf(row), ...tasksOf(row) });
  return [...entries.values()].sort(
    (a, b) => Date.parse(a.bucket) - Date.parse(b.bucket) || a.userId - b.userId || a.engineId - b.engineId,
  );
}

function attemptsOf({ framesDone, machineMs, failedAttempts }: AttemptSums): Partial<Sums> {
  return { framesDone, machineMs, failedAttempts };
}

function tasksOf({ succeeded, failed, canceled, started, waitingMs }: EndedTaskSums): Partial<Sums> {
  const ends = { tasksSucceeded: succeeded, tasksFailed: failed, tasksCanceled: canceled };
  return { ...ends, tasksStarted: started, waitingMs };
}

import type { StatisticsEntry } from '@renderonline/contract';
import {
  sumAttempts,
  sumEndedTasks,
  type Executor,
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

/**
 * What ended in a range, by time, user and engine.
 *
 * @throws 'statistics-too-large'
 */
export async function statisticsOf(db: Executor, range: StatisticsRange): Promise<StatisticsEntry[]> {
  const entries = new Map<string, StatisticsEntry>();
  const add = ({ bucketMs, userId, engineId }: StatisticsKey, sums: Partial<typeof nothing>) => {
    const key = `${bucketMs} ${userId} ${engineId}`;
    const before = entries.get(key) ?? { bucket: timeText(bucketMs), userId, engineId, ...nothing };
    entries.set(key, { ...before, ...sums });
  };
  for (const row of await sumAttempts(db, range)) {
    const { framesDone, machineMs, failedAttempts } = row;
    add(row, { framesDone, machineMs, failedAttempts });
  }
  for (const row of await sumEndedTasks(db, range)) {
    const { succeeded, failed, canceled, started, waitingMs } = row;
    const tasks = { tasksSucceeded: succeeded, tasksFailed: failed, tasksCanceled: canceled };
    add(row, { ...tasks, tasksStarted: started, waitingMs });
  }
  return [...entries.values()].sort(
    (a, b) => Date.parse(a.bucket) - Date.parse(b.bucket) || a.userId - b.userId || a.engineId - b.engineId,
  );
}

import type { FarmLoadEntry, Statistics, StatisticsEntry } from '@renderonline/contract';
import {
  refuseMore,
  statisticsLimits,
  sumAttempts,
  sumDeleted,
  sumDeletedWaits,
  sumEndedTasks,
  sumFarmHours,
  sumStartedTasks,
  type AttemptSums,
  type Database,
  type EndedTaskSums,
  type FarmSums,
  type LoadSums,
  type StartedTaskSums,
  type StatisticsKey,
  type StatisticsRange,
} from '@renderonline/database';
import { mergeWaits, waitCount } from '@renderonline/domain';
import { timeText } from '../tasks/time-text.ts';
import { inParts } from './in-parts.ts';

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
 * What happened in a range, by time, user and engine: of tasks that are there, and of those that were deleted since; and
 * how busy the farm was, by time.
 *
 * @throws 'statistics-too-large'
 */
export async function statisticsOf(
  database: Database,
  range: StatisticsRange,
): Promise<Pick<Statistics, 'entries' | 'load'>> {
  const entries = new Map<string, StatisticsEntry>();
  const add = (
    { bucketMs, userId, engineId }: StatisticsKey,
    sums: Partial<Sums>,
    waits: StatisticsEntry['waits'] = [],
  ): void => {
    const key = `${bucketMs} ${userId} ${engineId}`;
    const owner = range.isMerged === true ? { userId: null, engineId: null } : { userId, engineId };
    const none = { bucket: timeText(bucketMs), ...owner, ...nothing, waits: [] };
    const entry: StatisticsEntry = entries.get(key) ?? none;
    const names = Object.keys(nothing) as (keyof Sums)[];
    const added = names.map((name) => [name, entry[name] + (sums[name] ?? 0)]);
    const both = waits.length === 0 ? entry.waits : [...entry.waits, ...waits];
    entries.set(key, { ...entry, ...(Object.fromEntries(added) as Sums), waits: both });
  };
  await inParts(range, async (part) => {
    // It will be refused.
    if (entries.size > statisticsLimits.sums) return;
    // At one moment: a task that is deleted meanwhile is in one of them.
    const sums = await database.snapshot(async (trx) => ({
      attempts: await sumAttempts(trx, part),
      ended: await sumEndedTasks(trx, part),
      started: await sumStartedTasks(trx, part),
      deleted: await sumDeleted(trx, part),
      deletedWaits: await sumDeletedWaits(trx, part),
    }));
    for (const row of sums.attempts) add(row, attemptsOf(row));
    for (const row of sums.ended) add(row, endsOf(row));
    for (const row of sums.started) add(row, startsOf(row), [waitCount(row.waitInterval, row.started)]);
    for (const row of sums.deleted) add(row, { ...attemptsOf(row), ...endsOf(row), ...startsOf(row) });
    for (const row of sums.deletedWaits) add(row, {}, [waitCount(row.waitInterval, row.started)]);
  });
  refuseMore(entries.size, statisticsLimits.sums);
  const hours = await sumFarmHours(database.db, range);
  return {
    entries: [...entries.values()]
      .map((entry) => ({ ...entry, waits: mergeWaits(entry.waits) }))
      .sort(
        (a, b) =>
          Date.parse(a.bucket) - Date.parse(b.bucket) ||
          Number(a.userId) - Number(b.userId) ||
          Number(a.engineId) - Number(b.engineId),
      ),
    load: hours.map(loadEntryOf),
  };
}

function attemptsOf({ framesDone, machineMs, failedAttempts }: AttemptSums): Partial<Sums> {
  return { framesDone, machineMs, failedAttempts };
}

function endsOf({ succeeded, failed, canceled }: EndedTaskSums): Partial<Sums> {
  return { tasksSucceeded: succeeded, tasksFailed: failed, tasksCanceled: canceled };
}

function startsOf({ started, waitingMs }: Pick<StartedTaskSums, 'started' | 'waitingMs'>): Partial<Sums> {
  return { tasksStarted: started, waitingMs };
}

function loadEntryOf({ bucketMs, observedMs, onlineMs, onlineSlotMs, all, asked }: FarmSums): FarmLoadEntry {
  const loadOf = ({ busySlotMs, waitingFrameMs, maxWaitingFrames }: LoadSums): FarmLoadEntry['all'] => ({
    busySlotMs,
    meanWaitingFrames: observedMs === 0 ? 0 : waitingFrameMs / observedMs,
    maxWaitingFrames,
  });
  return {
    ...{ bucket: timeText(bucketMs), observedMs, onlineMs, onlineSlotMs },
    ...{ all: loadOf(all), asked: loadOf(asked) },
  };
}

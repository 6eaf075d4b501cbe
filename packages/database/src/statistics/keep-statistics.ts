import type { Insertable } from 'kysely';
import type { Executor } from '../database.ts';
import type { Schema } from '../schema.ts';
import { toStoredTime } from '../stored-times.ts';
import type { StatisticsKey } from './statistics-range.ts';
import { sumAttemptsOfTask } from './sum-attempts.ts';
import { sumEndedTask } from './sum-ended-tasks.ts';
import { sumStartedTask } from './sum-started-tasks.ts';
import { upsertSums } from './upsert-sums.ts';

type Row = Insertable<Schema['hourly_statistics']>;

const counted = [
  'frames_done',
  'machine_ms',
  'failed_attempts',
  'tasks_succeeded',
  'tasks_failed',
  'tasks_canceled',
  'tasks_started',
  'waiting_ms',
] as const;

/**
 * Adds what a task has added to statistics to the sums of deleted tasks. To be called in the transaction that deletes the
 * task, once, and before it does.
 */
export async function keepStatistics(trx: Executor, input: { readonly taskId: number }): Promise<void> {
  const rows = new Map<string, Row>();
  const add = ({ bucketMs, userId, engineId }: StatisticsKey, sums: Partial<Row>): void => {
    const hour = toStoredTime(bucketMs);
    const nothing = Object.fromEntries(counted.map((name) => [name, 0])) as Record<
      (typeof counted)[number],
      0
    >;
    const key = { hour, user_id: userId, engine_id: engineId };
    rows.set(hour, { ...(rows.get(hour) ?? { ...key, ...nothing }), ...sums });
  };
  for (const each of await sumAttemptsOfTask(trx, input)) {
    const { framesDone, machineMs, failedAttempts } = each;
    add(each, { frames_done: framesDone, machine_ms: machineMs, failed_attempts: failedAttempts });
  }
  for (const each of await sumEndedTask(trx, input)) {
    const { succeeded, failed, canceled } = each;
    add(each, { tasks_succeeded: succeeded, tasks_failed: failed, tasks_canceled: canceled });
  }
  const started = await sumStartedTask(trx, input);
  for (const each of started) add(each, { tasks_started: each.started, waiting_ms: each.waitingMs });
  await upsertSums(trx, {
    ...{ table: 'hourly_statistics', key: ['hour', 'user_id', 'engine_id'], sums: counted, how: 'add' },
    // All who delete lock the hours in one order.
    rows: [...rows.values()].sort((a, b) => (a.hour < b.hour ? -1 : 1)),
  });
  await upsertSums(trx, {
    ...{ table: 'hourly_waits', key: ['hour', 'user_id', 'engine_id', 'wait_interval'] },
    ...{ sums: ['tasks'], how: 'add' },
    rows: started.map(({ bucketMs, userId, engineId, waitInterval, started: tasks }) => ({
      ...{ hour: toStoredTime(bucketMs), user_id: userId, engine_id: engineId },
      ...{ wait_interval: waitInterval, tasks },
    })),
  });
}

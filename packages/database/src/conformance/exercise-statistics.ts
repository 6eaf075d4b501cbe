import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { cancelTask, sumAttempts, sumEndedTasks, type StatisticsRange } from '../index.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { isWithin } from '../statistics/statistics-range.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const hourMs = 3_600_000;
/** 2026-01-02, 03:00 UTC. */
const firstHourMs = Date.UTC(2026, 0, 2, 3);

export function exerciseStatistics(newPlace: NewPlace): void {
  describe('statistics', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const range = (changes: Partial<StatisticsRange> = {}): StatisticsRange => ({
      ...{ fromMs: firstHourMs, toMs: firstHourMs + 48 * hourMs, bucket: 'hour' },
      ...changes,
    });

    test('sums of attempts and of ended tasks, by hour and day, user and engine', async () => {
      const { db } = farm.database;
      assert.deepEqual(await sumAttempts(db, range()), []);
      assert.deepEqual(await sumEndedTasks(db, range()), []);
      const taskId = await farm.submit({ frames: [{ first: 1, last: 3 }] });
      const both = await farm.grant(taskId, 1, 2);
      const failing = await farm.grant(taskId, 3, 3, { machineId: farm.otherMachineId });
      await farm.commit({ starts: [startOf(both, startMs + 1500), startOf(failing, startMs + 2000)] });
      await farm.commit({ framesDone: [doneOf(both, 1), doneOf(both, 2)] });
      await farm.commit({ ends: [endOf(both, { endedAtMs: startMs + 5000 })] });
      const outcome = { kind: 'failed', exitCode: 1, message: 'No.' } as const;
      await farm.commit({ ends: [endOf(failing, { endedAtMs: startMs + hourMs, outcome })] });
      await cancelTask(farm.database, { taskId, nowMs: startMs + 2 * hourMs });
      await cancelTask(farm.database, { taskId: await farm.submit(), nowMs: startMs + 3 * hourMs });

      const key = { userId: farm.userId, engineId: farm.engineId };
      const byHour = (rows: readonly { bucketMs: number }[]) =>
        [...rows].sort((a, b) => a.bucketMs - b.bucketMs);
      assert.deepEqual(byHour(await sumAttempts(db, range())), [
        { ...key, bucketMs: firstHourMs, framesDone: 2, machineMs: 3500, failedAttempts: 0 },
        {
          ...{ ...key, bucketMs: firstHourMs + hourMs },
          ...{ framesDone: 0, machineMs: hourMs - 2000, failedAttempts: 1 },
        },
      ]);
      const canceled = { ...key, succeeded: 0, failed: 0, canceled: 1 };
      assert.deepEqual(byHour(await sumEndedTasks(db, range())), [
        { ...canceled, bucketMs: firstHourMs + 2 * hourMs, started: 1, waitingMs: 1500 },
        { ...canceled, bucketMs: firstHourMs + 3 * hourMs, started: 0, waitingMs: 0 },
      ]);
      const bucketMs = Date.UTC(2026, 0, 2);
      assert.deepEqual(await sumAttempts(db, range({ bucket: 'day', userId: farm.userId })), [
        { ...key, bucketMs, framesDone: 2, machineMs: hourMs + 1500, failedAttempts: 1 },
      ]);
      assert.deepEqual(await sumEndedTasks(db, range({ bucket: 'day', userId: farm.userId })), [
        { ...canceled, bucketMs, canceled: 2, started: 1, waitingMs: 1500 },
      ]);
      // The end of a range does not belong to it, and others have nothing.
      assert.deepEqual(await sumAttempts(db, range({ toMs: startMs + 5000 })), []);
      assert.equal((await sumAttempts(db, range({ toMs: startMs + 5001 }))).length, 1);
      assert.deepEqual(await sumAttempts(db, range({ userId: farm.userId + 1 })), []);
      assert.deepEqual(await sumEndedTasks(db, range({ userId: farm.userId + 1 })), []);
    });

    test('what ended in a stretch of time is found by an index', async () => {
      const { db } = farm.database;
      const plan = async (table: 'attempts' | 'tasks', column: string): Promise<string> => {
        const query = db.selectFrom(table).select('task_id').where(isWithin(column, range()));
        const { sql: text, parameters } = query.compile();
        const values = parameters.map((value) => sql.lit(value));
        const parts = text.split('?').map((part) => sql.raw(part));
        const words = sql.raw(isMysql(db) ? 'explain' : 'explain query plan');
        const whole = parts.flatMap((part, at) => (at === 0 ? [part] : [values[at - 1] ?? sql``, part]));
        return JSON.stringify((await sql`${words} ${sql.join(whole, sql` `)}`.execute(db)).rows);
      };
      assert.match(await plan('attempts', 'ended_at'), /attempts_ended/);
      assert.match(await plan('tasks', 'end_time'), /tasks_ended/);
    });
  });
}

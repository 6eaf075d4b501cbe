import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waitIntervalOf } from '@renderonline/domain';
import { sql } from 'kysely';
import {
  abandonEndedTask,
  cancelTask,
  deleteTask,
  sumAttempts,
  sumDeleted,
  sumDeletedWaits,
  sumEndedTasks,
  sumStartedTasks,
  type StatisticsRange,
} from '../index.ts';
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
      ...{ fromMs: firstHourMs, toMs: firstHourMs + 48 * hourMs, buckets: 'hours' },
      ...changes,
    });

    test('sums of attempts and of ended tasks, by hour and day, user and engine', async () => {
      const { db } = farm.database;
      assert.deepEqual(await sumAttempts(db, range()), []);
      assert.deepEqual(await sumEndedTasks(db, range()), []);
      assert.deepEqual(await sumStartedTasks(db, range()), []);
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
        { ...canceled, bucketMs: firstHourMs + 2 * hourMs },
        { ...canceled, bucketMs: firstHourMs + 3 * hourMs },
      ]);
      const begun = { ...key, waitInterval: waitIntervalOf(1500), started: 1, waitingMs: 1500 };
      assert.deepEqual(await sumStartedTasks(db, range()), [{ ...begun, bucketMs: firstHourMs }]);
      const bucketMs = Date.UTC(2026, 0, 2);
      const days = { buckets: [bucketMs, bucketMs + 24 * hourMs, bucketMs + 48 * hourMs] };
      assert.deepEqual(await sumAttempts(db, range({ ...days, userId: farm.userId })), [
        { ...key, bucketMs, framesDone: 2, machineMs: hourMs + 1500, failedAttempts: 1 },
      ]);
      assert.deepEqual(await sumEndedTasks(db, range({ ...days, userId: farm.userId })), [
        { ...canceled, bucketMs, canceled: 2 },
      ]);
      const own = { ...days, userId: farm.userId, engineId: farm.engineId };
      assert.deepEqual(await sumStartedTasks(db, range(own)), [{ ...begun, bucketMs }]);
      const merged = { userId: 0, engineId: 0 };
      const all = range({ ...days, isMerged: true });
      assert.deepEqual(await sumAttempts(db, all), [
        { ...merged, bucketMs, framesDone: 2, machineMs: hourMs + 1500, failedAttempts: 1 },
      ]);
      assert.deepEqual(await sumEndedTasks(db, all), [{ ...canceled, ...merged, bucketMs, canceled: 2 }]);
      assert.deepEqual(await sumStartedTasks(db, all), [{ ...begun, ...merged, bucketMs }]);
      // A day of another zone begins within the first of UTC.
      const cutMs = startMs + 1.5 * hourMs;
      assert.deepEqual(
        (await sumEndedTasks(db, range({ buckets: [bucketMs, cutMs, cutMs + 24 * hourMs] }))).map((sums) => [
          sums.bucketMs,
          sums.canceled,
        ]),
        [[cutMs, 2]],
      );
      // The end of a range does not belong to it, and others have nothing.
      assert.deepEqual(await sumAttempts(db, range({ toMs: startMs + 5000 })), []);
      assert.equal((await sumAttempts(db, range({ toMs: startMs + 5001 }))).length, 1);
      assert.deepEqual(await sumAttempts(db, range({ userId: farm.userId + 1 })), []);
      for (const others of [{ userId: farm.userId + 1 }, { engineId: farm.engineId + 1 }]) {
        assert.deepEqual(await sumEndedTasks(db, range(others)), []);
        assert.deepEqual(await sumStartedTasks(db, range(others)), []);
      }
    });

    test('deleted tasks stay in sums, once, whoever deletes them', async () => {
      const { db } = farm.database;
      const hours = range();
      const before = {
        ...{ attempts: await sumAttempts(db, hours), tasks: await sumEndedTasks(db, hours) },
        started: await sumStartedTasks(db, hours),
      };
      const taskIds = (await db.selectFrom('tasks').select('task_id').execute()).map((row) => row.task_id);
      const nowMs = startMs + 4 * hourMs;
      const [first, ...others] = taskIds;
      const deletions = [1, 2, 3].map(() => deleteTask(farm.database, { taskId: first ?? 0, nowMs }));
      assert.deepEqual((await Promise.all(deletions)).sort(), [false, false, true]);
      for (const taskId of others) await abandonEndedTask(farm.database, { taskId, nowMs });
      assert.deepEqual([await sumAttempts(db, hours), await sumEndedTasks(db, hours)], [[], []]);
      const kept = await sumDeleted(db, hours);
      assert.deepEqual(await sumStartedTasks(db, hours), []);
      const waits = await sumDeletedWaits(db, hours);
      assert.deepEqual(
        waits,
        before.started.map(({ waitingMs: _, ...counts }) => counts),
      );
      assert.deepEqual(await sumDeletedWaits(db, { ...hours, userId: farm.userId + 1 }), []);
      const merged = { ...hours, isMerged: true };
      assert.deepEqual(
        await sumDeletedWaits(db, merged),
        waits.map((counts) => ({ ...counts, userId: 0, engineId: 0 })),
      );
      assert.deepEqual(
        await sumDeleted(db, merged),
        kept.map((sums) => ({ ...sums, userId: 0, engineId: 0 })),
      );
      const at = ({ bucketMs }: { readonly bucketMs: number }) =>
        kept.find((one) => one.bucketMs === bucketMs);
      for (const sums of before.attempts) assert.deepEqual({ ...at(sums), ...sums }, at(sums));
      for (const sums of before.tasks) assert.deepEqual({ ...at(sums), ...sums }, at(sums));
      const total = (name: 'framesDone' | 'machineMs' | 'failedAttempts' | 'canceled' | 'started') =>
        kept.reduce((sum, one) => sum + one[name], 0);
      assert.deepEqual(
        [
          total('framesDone'),
          total('machineMs'),
          total('failedAttempts'),
          total('canceled'),
          total('started'),
        ],
        [2, hourMs + 1500, 1, 2, 1],
      );

      // Another that ended in the same hour adds to it; one that has not ended adds nothing.
      const again = await farm.submit();
      await cancelTask(farm.database, { taskId: again, nowMs: startMs + 3 * hourMs });
      await deleteTask(farm.database, { taskId: again, nowMs });
      await deleteTask(farm.database, { taskId: await farm.submit(), nowMs });
      const own = { buckets: [Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 3)], userId: farm.userId };
      assert.deepEqual(
        (await sumDeleted(db, range(own))).map(({ bucketMs, canceled }) => [bucketMs, canceled]),
        [[Date.UTC(2026, 0, 2), 3]],
      );
      // Hours belong to the range that they begin in.
      assert.equal((await sumDeleted(db, range({ fromMs: firstHourMs + 1 }))).length, 3);
      assert.equal((await sumDeleted(db, range({ toMs: firstHourMs + 1 }))).length, 1);
      assert.deepEqual(await sumDeleted(db, range({ userId: farm.userId + 1 })), []);
    });

    test('a snapshot sees one moment', async () => {
      const taskId = await farm.submit();
      const nowMs = startMs + 5 * hourMs;
      await cancelTask(farm.database, { taskId, nowMs });
      const isHere = ({ bucketMs }: { readonly bucketMs: number }) => bucketMs === firstHourMs + 5 * hourMs;
      let deletion: Promise<unknown> | undefined;
      const seen = await farm.database.snapshot(async (trx) => {
        const there = (await sumEndedTasks(trx, range())).filter(isHere).length;
        deletion = deleteTask(farm.database, { taskId, nowMs });
        // SQLite has one connection, for which it waits.
        if (isMysql(trx)) await deletion;
        return [there, (await sumDeleted(trx, range())).filter(isHere).length];
      });
      await deletion;
      assert.deepEqual(seen, [1, 0]);
      assert.equal((await sumDeleted(farm.database.db, range())).filter(isHere).length, 1);
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
      assert.match(await plan('tasks', 'start_time'), /tasks_started/);
    });
  });
}

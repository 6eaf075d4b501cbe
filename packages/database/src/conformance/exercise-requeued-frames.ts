import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addFrames,
  findTask,
  frameRangesByState,
  listOutputsOfTask,
  listQueueRevisions,
  loadFarmTasks,
  pauseTask,
  requeueFrames,
  updateSubscription,
} from '../index.ts';
import { endedTasks } from './ended-tasks.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const gone = 99_999;

export function exerciseRequeuedFrames(newPlace: NewPlace): void {
  describe('frames that people ask for again, or add', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const ended = endedTasks(() => farm);
    const everyEnd = [ended.failed, ended.succeeded, ended.canceled];
    const find = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId })) ?? assert.fail('no task');
    const taskOf = async (taskId: number) => (await find(taskId)).task;
    const load = async (taskId: number) => (await loadFarmTasks(farm.database.db, { taskIds: [taskId] }))[0];

    test('failed frames are asked for again, and what they failed counts no more', async () => {
      const taskId = await ended.failed();
      assert.equal((await taskOf(taskId)).failedAttempts, 1);
      assert.equal(await requeueFrames(farm.database, { taskId, frames: 'failed' }), 1);
      const { task, isQueued } = await find(taskId);
      assert.deepEqual(
        [task.state, task.failureReason, task.endedAtMs, task.isSuccess, task.failedAttempts, isQueued],
        ['queued', null, null, false, 0, true],
      );
      assert.equal(task.startedAtMs, startMs);
      const loaded = await load(taskId);
      assert.deepEqual(loaded?.pending, [{ first: 2, last: 3 }]);
      assert.deepEqual(loaded.failures, []);
      assert.equal((await listOutputsOfTask(farm.database.db, { taskId })).length, 1);
    });

    test('done frames are asked for again by their numbers, and their outputs forgotten', async () => {
      for (const [make, count] of [
        [ended.failed, 3],
        [ended.succeeded, 3],
        [ended.canceled, 3],
      ] as const) {
        const taskId = await make();
        assert.equal(await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 99 }] }), count);
        assert.deepEqual((await load(taskId))?.pending, [{ first: 1, last: 3 }]);
        assert.deepEqual(await listOutputsOfTask(farm.database.db, { taskId }), []);
        assert.equal(await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 99 }] }), 0);
      }
    });

    test('asking for what is not there, or waits already, changes nothing', async () => {
      const { database } = farm;
      await assert.rejects(requeueFrames(database, { taskId: gone, frames: 'failed' }), {
        code: 'task-not-found',
      });
      await assert.rejects(addFrames(database, { taskId: gone, frames: [] }), { code: 'task-not-found' });
      for (const make of [ended.succeeded, ended.canceled]) {
        const taskId = await make();
        const before = await find(taskId);
        assert.equal(await requeueFrames(database, { taskId, frames: 'failed' }), 0);
        assert.equal(await requeueFrames(database, { taskId, frames: [] }), 0);
        assert.deepEqual(await find(taskId), before);
      }
    });

    test('frames that the task does not have are refused, with those that it has', async () => {
      const taskId = await ended.succeeded();
      const before = await find(taskId);
      const frames = [
        { first: 3, last: 9 },
        { first: 20, last: 20 },
        { first: 50, last: 60 },
      ];
      await assert.rejects(requeueFrames(farm.database, { taskId, frames }), {
        code: 'frame-not-found',
        message: `Task ${taskId} has no frame 20,50-60; it has 1-3.`,
      });
      assert.deepEqual(await find(taskId), before);
    });

    test('frames under a lease are left to it, in a running task and in a paused one', async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 3 }] });
      const [done, running] = [await farm.grant(taskId, 1, 1), await farm.grant(taskId, 2, 2)];
      await farm.commit({ starts: [startOf(running)], framesDone: [doneOf(done)], ends: [endOf(done)] });
      assert.equal(await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 3 }] }), 1);
      assert.equal((await taskOf(taskId)).state, 'running');
      assert.deepEqual(await frameRangesByState(farm.database.db, { taskId }), {
        pending: [
          { first: 1, last: 1 },
          { first: 3, last: 3 },
        ],
        leased: [{ first: 2, last: 2 }],
        done: [],
        failed: [],
      });
      const again = await farm.grant(taskId, 1, 1);
      await farm.commit({ framesDone: [doneOf(again)], ends: [endOf(again)] });
      await pauseTask(farm.database.db, { taskId });
      assert.equal(await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 1 }] }), 1);
      assert.equal((await taskOf(taskId)).state, 'paused');
    });

    test('frames are added to a task in any state, and its arguments hold them all', async () => {
      for (const make of [...everyEnd, () => farm.submit({ frames: [{ first: 1, last: 3 }] })]) {
        const taskId = await make();
        const { done, failed, pending } = (await find(taskId)).frames;
        const frames = [
          { first: -2, last: 0 },
          { first: 2, last: 5 },
        ];
        assert.equal(await addFrames(farm.database, { taskId, frames }), 5);
        const { task, render, frames: counts, isQueued } = await find(taskId);
        assert.deepEqual(counts, { pending: pending + 5, leased: 0, done, failed });
        assert.deepEqual([task.state, isQueued], ['queued', true]);
        assert.deepEqual(render.argumentValues, {
          start_frame: '-2',
          end_frame: '5',
          title: "naïve 'quotes' 🎬",
        });
      }
      const paused = await farm.submit();
      await pauseTask(farm.database.db, { taskId: paused });
      await addFrames(farm.database, { taskId: paused, frames: [{ first: 11, last: 50_010 }] });
      assert.deepEqual((await load(paused))?.pending, [{ first: 1, last: 50_010 }]);
      assert.equal((await taskOf(paused)).state, 'paused');
    });

    test('a task without frames gets none', async () => {
      for (const argumentValues of [null, { start_frame: '1' }]) {
        const taskId = await farm.submit({ argumentValues });
        await assert.rejects(addFrames(farm.database, { taskId, frames: [{ first: 2, last: 2 }] }), {
          code: 'value-invalid',
        });
      }
    });

    test('a task comes back into the queue only where the limit allows', async () => {
      const { database, userId } = farm;
      const [failed, succeeded] = [await ended.failed(), await ended.succeeded()];
      const waiting = (await listQueueRevisions(database.db)).length;
      const { subscription_id: subscriptionId } = await database.db
        .selectFrom('users')
        .select('subscription_id')
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      await updateSubscription(database.db, { subscriptionId, queueLimit: waiting + 1 });
      const results = await Promise.allSettled([
        requeueFrames(database, { taskId: failed, frames: 'failed' }),
        addFrames(database, { taskId: succeeded, frames: [{ first: 4, last: 4 }] }),
      ]);
      const refusals = results.filter((result) => result.status === 'rejected');
      assert.equal(refusals.length, 1);
      assert.equal((refusals[0]?.reason as { code: string }).code, 'queue-limit-reached');
      assert.equal((await listQueueRevisions(database.db)).length, waiting + 1);
      await updateSubscription(database.db, { subscriptionId, queueLimit: 1000 });
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addFrames,
  cancelTask,
  findTask,
  frameRangesByState,
  listOutputsOfTask,
  listQueueRevisions,
  loadFarmTasks,
  pauseTask,
  requeueFrames,
  resumeTask,
  setTaskPriority,
  setTaskRequirements,
  updateSubscription,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const gone = 99_999;

export function exerciseQueueChanges(newPlace: NewPlace): void {
  describe('changes that people make to tasks', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const find = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId })) ?? assert.fail('no task');
    const taskOf = async (taskId: number) => (await find(taskId)).task;
    const load = async (taskId: number) => (await loadFarmTasks(farm.database.db, { taskIds: [taskId] }))[0];
    /** A task of three frames: the first done, the second failed, the third waiting; ended as failed. */
    const failedTask = async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 3 }] });
      const [done, bad] = [await farm.grant(taskId, 1, 1), await farm.grant(taskId, 2, 2)];
      await farm.commit({
        starts: [startOf(done), startOf(bad)],
        framesDone: [doneOf(done)],
        ends: [
          endOf(done),
          endOf(bad, { outcome: { kind: 'failed', exitCode: 1, message: '' }, countAs: 'failure' }),
        ],
        failedFrames: [{ taskId, frame: 2, reason: 'no' }],
        taskChanges: [{ taskId, event: 'fail', reason: 'Frame 2 failed.', endedAtMs: startMs + 1 }],
      });
      return taskId;
    };
    const succeededTask = async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 3 }] });
      const lease = await farm.grant(taskId, 1, 3);
      await farm.commit({
        ends: [endOf(lease, { completesFrames: true })],
        taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs + 1 }],
      });
      return taskId;
    };
    const canceledTask = async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 3 }] });
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ framesDone: [doneOf(lease)], ends: [endOf(lease)] });
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      return taskId;
    };
    const everyEnd = [failedTask, succeededTask, canceledTask];

    test('a task is paused and resumed, whatever machines still render of it', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit();
      assert.equal(await pauseTask(db, { taskId }), 'paused');
      assert.equal(await pauseTask(db, { taskId }), 'paused');
      assert.equal((await load(taskId))?.state, 'paused');
      assert.equal(await resumeTask(db, { taskId }), 'queued');
      assert.equal(await resumeTask(db, { taskId }), 'queued');
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ starts: [startOf(lease)] });
      await pauseTask(db, { taskId });
      assert.equal((await taskOf(taskId)).isRunning, false);
      assert.equal(await resumeTask(db, { taskId }), 'running');
      const { state, isRunning, machineId, revision } = await taskOf(taskId);
      assert.deepEqual([state, isRunning, machineId, revision], ['running', true, farm.machineId, 4]);
      await pauseTask(db, { taskId });
      await farm.commit({ ends: [endOf(lease)] });
      assert.equal((await taskOf(taskId)).state, 'paused');
      assert.equal(await resumeTask(db, { taskId }), 'queued');
    });

    test('tasks that have ended, or are not there, cannot be paused, resumed or given a priority', async () => {
      const { db } = farm.database;
      const changes = [
        (taskId: number) => pauseTask(db, { taskId }),
        (taskId: number) => resumeTask(db, { taskId }),
        (taskId: number) => setTaskPriority(db, { taskId, priority: 1 }),
      ];
      for (const change of changes) {
        await assert.rejects(change(gone), { code: 'task-not-found' });
        for (const make of everyEnd) {
          const taskId = await make();
          const before = await find(taskId);
          await assert.rejects(change(taskId), { code: 'state-transition-invalid' });
          assert.deepEqual(await find(taskId), before);
        }
      }
    });

    test('each change is told by the revision', async () => {
      const { database } = farm;
      const { db } = database;
      const taskId = await farm.submit();
      const revision = async () =>
        (await listQueueRevisions(db)).find((task) => task.taskId === taskId)?.revision;
      assert.equal(await revision(), 0);
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ starts: [startOf(lease)], framesDone: [doneOf(lease)], ends: [endOf(lease)] });
      assert.equal(await revision(), 0, 'the scheduler did these itself');
      await setTaskPriority(db, { taskId, priority: 90 });
      assert.equal(await revision(), 1);
      await setTaskRequirements(db, { taskId, maxMachines: 2 });
      assert.equal(await revision(), 2);
      await pauseTask(db, { taskId });
      assert.equal(await revision(), 3);
      await requeueFrames(database, { taskId, frames: [{ first: 1, last: 1 }] });
      assert.equal(await revision(), 4);
      await addFrames(database, { taskId, frames: [{ first: 11, last: 12 }] });
      assert.equal(await revision(), 5);
      assert.equal(await requeueFrames(database, { taskId, frames: 'failed' }), 0);
      assert.equal(await addFrames(database, { taskId, frames: [{ first: 1, last: 12 }] }), 0);
      assert.equal(await revision(), 5, 'these changed nothing');
      await cancelTask(database, { taskId, nowMs: startMs });
      assert.equal(await revision(), undefined);
      assert.equal((await taskOf(taskId)).revision, 6);
    });

    test('options are stored, loaded and changed one by one', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit({
        order: 'sparse',
        requirements: {
          tags: ['Fast', 'linux', 'fast'],
          engineVersion: '>=4.2',
          needsGpu: true,
          memoryMb: 65_536,
        },
        maxMachines: 3,
        continuesOnFailure: true,
        allowsScripts: true,
        fileSha256: 'c'.repeat(64),
      });
      const loaded = await load(taskId);
      assert.deepEqual(loaded?.requirements, {
        tags: ['fast', 'linux'],
        engineVersion: '>=4.2',
        needsGpu: true,
        memoryMb: 65_536,
      });
      assert.deepEqual(
        [loaded.order, loaded.maxMachines, loaded.continuesOnFailure, loaded.allowsScripts],
        ['sparse', 3, true, true],
      );
      assert.equal(loaded.render.fileSha256, 'c'.repeat(64));
      await setTaskRequirements(db, {
        taskId,
        order: 'ascending',
        maxMachines: null,
        requirements: { tags: [], engineVersion: null },
      });
      const { order, maxMachines, requirements } = await taskOf(taskId);
      assert.deepEqual([order, maxMachines], ['ascending', null]);
      assert.deepEqual(requirements, { tags: [], engineVersion: null, needsGpu: true, memoryMb: 65_536 });
      for (const bad of [
        { requirements: { tags: ['a,b'] } },
        { requirements: { tags: [''] } },
        { requirements: { tags: Array.from({ length: 33 }, (_, index) => `t${index}`) } },
        { requirements: { memoryMb: 0 } },
        { requirements: { engineVersion: 'x'.repeat(65) } },
        { maxMachines: 0 },
      ]) {
        await assert.rejects(setTaskRequirements(db, { taskId, ...bad }), { code: 'value-invalid' });
      }
      await assert.rejects(setTaskRequirements(db, { taskId: gone, maxMachines: 1 }), {
        code: 'task-not-found',
      });
    });

    test('failed frames are asked for again, and what they failed counts no more', async () => {
      const taskId = await failedTask();
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
        [failedTask, 3],
        [succeededTask, 3],
        [canceledTask, 3],
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
      for (const make of [succeededTask, canceledTask]) {
        const taskId = await make();
        const before = await find(taskId);
        assert.equal(await requeueFrames(database, { taskId, frames: 'failed' }), 0);
        assert.equal(await requeueFrames(database, { taskId, frames: [] }), 0);
        assert.equal(await requeueFrames(database, { taskId, frames: [{ first: 50, last: 60 }] }), 0);
        assert.deepEqual(await find(taskId), before);
      }
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
      const [failed, succeeded] = [await failedTask(), await succeededTask()];
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

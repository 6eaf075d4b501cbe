import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addFrames, findTask, listAttempts, listFrames, pauseTask, requeueFrames } from '../index.ts';
import { buildFarm, doneOf, endOf, nothingRefused, rowsOfFarm, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const endedAtMs = startMs + 9000;

export function exerciseTaskEnds(newPlace: NewPlace): void {
  describe('ends of tasks in a farm commit', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const find = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId })) ?? assert.fail('no task');
    const succeeded = (taskId: number) => ({ taskId, event: 'succeed', reason: null, endedAtMs }) as const;
    const failed = (taskId: number) =>
      ({ taskId, event: 'fail', reason: 'Frame 3 failed.', endedAtMs }) as const;
    const oneFrame = { frames: [{ first: 1, last: 1 }] };

    test('one batch may hold the whole life of a frame and its task', async () => {
      const taskId = await farm.submit(oneFrame);
      const lease = await farm.grant(taskId, 1, 1);
      const refusals = await farm.commit({
        starts: [startOf(lease, startMs + 7)],
        framesDone: [doneOf(lease)],
        ends: [endOf(lease)],
        taskChanges: [succeeded(taskId)],
      });
      assert.deepEqual(refusals, nothingRefused);
      const { task, frames, isQueued } = await find(taskId);
      assert.deepEqual(
        [task.state, task.isSuccess, task.isRunning, task.startedAtMs, task.endedAtMs, task.machineId],
        ['succeeded', true, false, startMs + 7, endedAtMs, farm.machineId],
      );
      assert.equal(frames.done, 1);
      assert.equal(isQueued, false);
    });

    test('a task whose start was never heard of still has one', async () => {
      const taskId = await farm.submit(oneFrame);
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ framesDone: [doneOf(lease)], ends: [endOf(lease)] });
      await farm.commit({ taskChanges: [succeeded(taskId)] });
      const { task } = await find(taskId);
      assert.deepEqual([task.startedAtMs, task.machineId], [startMs, farm.machineId]);
    });

    test('a task with a frame that is not done cannot succeed, nor what a person changed since end', async () => {
      const taskId = await farm.submit(oneFrame);
      const lease = await farm.grant(taskId, 1, 1);
      const end = async (change: object = {}) =>
        (await farm.commit({ taskChanges: [{ ...succeeded(taskId), ...change }] })).refusedTaskChanges;
      assert.deepEqual(await end(), [taskId]);
      await farm.commit({ framesDone: [doneOf(lease)], ends: [endOf(lease)] });
      const { revision } = (await find(taskId)).task;
      await addFrames(farm.database, { taskId, frames: [{ first: 1, last: 2 }] });
      assert.deepEqual(await end(), [taskId], 'frame 2 is new');
      assert.deepEqual(await end({ event: 'fail', reason: 'x', revision }), [taskId]);
      assert.equal((await find(taskId)).task.state, 'queued');
      assert.deepEqual(await end({ event: 'fail', reason: 'x', revision: revision + 1 }), []);
    });

    test('a task fails with its reason, and its other leases end as canceled', async () => {
      const taskId = await farm.submit();
      const [bad, other] = [
        await farm.grant(taskId, 3, 3),
        await farm.grant(taskId, 4, 8, { machineId: farm.otherMachineId }),
      ];
      await farm.commit({ starts: [startOf(bad), startOf(other)], framesDone: [doneOf(other, 4)] });
      const refusals = await farm.commit({
        ends: [endOf(bad, { outcome: { kind: 'failed', exitCode: 1, message: 'no' }, countAs: 'failure' })],
        failedFrames: [
          { taskId, frame: 3, reason: 'It failed three times.' },
          { taskId, frame: 4, reason: 'It is done.' },
        ],
        taskChanges: [failed(taskId)],
      });
      assert.deepEqual(refusals, nothingRefused);
      const { task, frames, isQueued } = await find(taskId);
      assert.deepEqual(frames, { pending: 8, leased: 0, done: 1, failed: 1 });
      assert.deepEqual(
        [task.state, task.failureReason, task.isRunning, task.isSuccess, task.endedAtMs, isQueued],
        ['failed', 'Frame 3 failed.', false, false, endedAtMs, false],
      );
      const [third] = await listFrames(farm.database.db, { taskId, afterFrame: 2, limit: 1 });
      assert.equal(third?.failureReason, 'It failed three times.');
      const attempts = await listAttempts(farm.database.db, { taskId });
      assert.deepEqual(
        attempts.map(({ outcome }) => outcome),
        ['failed', 'canceled'],
      );
      assert.deepEqual((await farm.commit({ framesDone: [doneOf(other, 5)] })).refusedFrames.length, 1);
    });

    test('what has ended so already is no refusal; what ended otherwise, or is gone, is one', async () => {
      const taskId = await farm.submit();
      await farm.commit({ taskChanges: [failed(taskId), failed(taskId)] });
      const before = await rowsOfFarm(farm.database);
      const again = await farm.commit({
        taskChanges: [failed(taskId), succeeded(taskId), succeeded(99_999)],
      });
      assert.deepEqual(again.refusedTaskChanges, [taskId, 99_999]);
      assert.deepEqual(await rowsOfFarm(farm.database), before);
    });

    test('a paused task ends when the last frame that a machine had is done', async () => {
      const taskId = await farm.submit(oneFrame);
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({ starts: [startOf(lease)] });
      await pauseTask(farm.database.db, { taskId });
      await farm.commit({
        framesDone: [doneOf(lease)],
        ends: [endOf(lease)],
        taskChanges: [succeeded(taskId)],
      });
      assert.equal((await find(taskId)).task.state, 'succeeded');
    });

    test('many tasks end in one batch, each in its own way', async () => {
      const [first, second, third] = [
        await farm.submit(oneFrame),
        await farm.submit(oneFrame),
        await farm.submit(oneFrame),
      ];
      const leases = [await farm.grant(first, 1, 1), await farm.grant(third, 1, 1)];
      const { refusedTaskChanges } = await farm.commit({
        framesDone: leases.map((lease) => doneOf(lease)),
        ends: leases.map((lease) => endOf(lease)),
        taskChanges: [succeeded(first), failed(second), succeeded(third)],
      });
      assert.deepEqual(refusedTaskChanges, []);
      const states = [];
      for (const taskId of [first, second, third]) states.push((await find(taskId)).task.state);
      assert.deepEqual(states, ['succeeded', 'failed', 'succeeded']);
      await requeueFrames(farm.database, { taskId: first, frames: [{ first: 1, last: 1 }] });
      assert.equal((await find(first)).task.state, 'queued');
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  cancelTask,
  countQueuedTasks,
  deleteTask,
  enqueueTask,
  findTask,
  listQueueRevisions,
  listSteps,
  loadFarmTasks,
  requeueFrames,
  updateSubscription,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, taskOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const oneFrame = { frames: [{ first: 1, last: 1 }] };

export function exerciseDependencies(newPlace: NewPlace): void {
  describe('tasks that wait for others', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const submit = (...dependsOn: number[]) => farm.submit({ ...oneFrame, dependsOn });
    const find = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId })) ?? assert.fail('no task');
    const stateOf = async (taskId: number) => (await find(taskId)).task.state;
    const awaitedBy = async (taskId: number) =>
      (await loadFarmTasks(farm.database.db, { taskIds: [taskId] }))[0]?.awaited;
    const revisionOf = async (taskId: number) =>
      (await listQueueRevisions(farm.database.db)).find((row) => row.taskId === taskId)?.revision;
    const succeed = async (taskId: number) => {
      const lease = await farm.grant(taskId, 1, 1);
      return farm.commit({
        starts: [startOf(lease)],
        framesDone: [doneOf(lease)],
        ends: [endOf(lease)],
        taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs + 1 }],
      });
    };
    const fail = (taskId: number) =>
      farm.commit({
        failedFrames: [{ taskId, frame: 1, reason: 'no' }],
        taskChanges: [{ taskId, event: 'fail', reason: 'no', endedAtMs: startMs + 1 }],
      });

    test('a task is loaded with what it waits for, and anew when one of these has succeeded', async () => {
      const [first, second] = [await submit(), await submit()];
      const waiting = await submit(second, first, first);
      assert.deepEqual(await awaitedBy(waiting), [
        { taskId: first, state: 'queued' },
        { taskId: second, state: 'queued' },
      ]);
      assert.deepEqual((await succeed(first)).waitingTasks, [waiting]);
      assert.equal(await revisionOf(waiting), 1);
      assert.deepEqual((await succeed(second)).waitingTasks, [waiting]);
      assert.deepEqual(
        (await awaitedBy(waiting))?.map(({ state }) => state),
        ['succeeded', 'succeeded'],
      );
      await succeed(waiting);
      assert.equal(await stateOf(waiting), 'succeeded');
    });

    test('what failed takes along those that wait for it, and asked for again it brings them back', async () => {
      const first = await submit();
      const second = await submit(first);
      const third = await submit(second);
      const { waitingTasks } = await fail(first);
      assert.deepEqual(new Set(waitingTasks), new Set([second, third]));
      const { task, isQueued } = await find(second);
      assert.deepEqual([task.state, isQueued], ['canceled', false]);
      assert.equal(task.failureReason, `Task ${first}, which it waited for, failed.`);
      assert.equal(
        (await find(third)).task.failureReason,
        `Task ${second}, which it waited for, was canceled.`,
      );
      await requeueFrames(farm.database, { taskId: first, frames: 'failed' });
      assert.deepEqual([await stateOf(second), await stateOf(third)], ['queued', 'queued']);
      assert.equal((await find(second)).task.failureReason, null);
      assert.deepEqual(await awaitedBy(third), [{ taskId: second, state: 'queued' }]);
      await succeed(first);
      await succeed(second);
      await succeed(third);
    });

    test('what was canceled takes along those that wait for it, and not those that have begun', async () => {
      const first = await submit();
      const [waiting, begun] = [await submit(first), await submit(first)];
      await succeed(first);
      const lease = await farm.grant(begun, 1, 1);
      await farm.commit({ starts: [startOf(lease)] });
      await requeueFrames(farm.database, { taskId: first, frames: [{ first: 1, last: 1 }] });
      assert.equal(await revisionOf(waiting), 2);
      assert.deepEqual(await awaitedBy(waiting), [{ taskId: first, state: 'queued' }]);
      assert.deepEqual(await awaitedBy(begun), []);
      const { waitingTasks } = await cancelTask(farm.database, { taskId: first, nowMs: startMs });
      assert.deepEqual(waitingTasks, [waiting]);
      assert.deepEqual([await stateOf(waiting), await stateOf(begun)], ['canceled', 'running']);
    });

    test('one that two tasks take along comes back when both are asked for again', async () => {
      const [first, second] = [await submit(), await submit()];
      const waiting = await submit(first, second);
      await fail(first);
      await fail(second);
      await requeueFrames(farm.database, { taskId: first, frames: 'failed' });
      assert.equal((await find(waiting)).task.failureReason, `Task ${second}, which it waited for, failed.`);
      await requeueFrames(farm.database, { taskId: second, frames: 'failed' });
      assert.equal(await stateOf(waiting), 'queued');
    });

    test('a person who cancels the waiting task alone has it stay canceled', async () => {
      const first = await submit();
      const waiting = await submit(first);
      await cancelTask(farm.database, { taskId: waiting, nowMs: startMs });
      await fail(first);
      await requeueFrames(farm.database, { taskId: first, frames: 'failed' });
      assert.equal(await stateOf(waiting), 'canceled');
    });

    test('a deleted task is waited for no more', async () => {
      const [first, second] = [await submit(), await submit()];
      const waiting = await submit(first, second);
      await succeed(first);
      assert.equal(await deleteTask(farm.database, { taskId: first, nowMs: startMs }), true);
      assert.deepEqual(await awaitedBy(waiting), [{ taskId: second, state: 'queued' }]);
    });

    test('nothing can wait for what is not there, another user’s, itself, or has failed', async () => {
      const other = await buildFarm(farm.database);
      const foreign = await other.submit(oneFrame);
      const [last] = (await loadFarmTasks(farm.database.db)).slice(-1);
      for (const taskId of [foreign, 999_999, (last?.taskId ?? 0) + 1, (last?.taskId ?? 0) + 2]) {
        await assert.rejects(submit(taskId), { code: 'dependency-not-found' });
      }
      const failed = await farm.submit(oneFrame);
      await cancelTask(farm.database, { taskId: failed, nowMs: startMs });
      await assert.rejects(submit(failed), { code: 'dependency-ended' });
    });
  });

  describe('steps of tasks', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 2);
    });
    after(() => farm.database.close());

    const withSteps = (steps: number) => {
      const task = { ...taskOf(farm.userId, farm.engineId), ...oneFrame };
      return enqueueTask(farm.database, { ...task, steps: Array.from({ length: steps }, () => task) });
    };
    const queued = () => countQueuedTasks(farm.database.db, { userId: farm.userId });

    test('are written with their task, each waits for the one before, and takes no place until its turn', async () => {
      const { taskId, stepTaskIds } = await withSteps(2);
      const [first = 0, second = 0] = stepTaskIds;
      assert.equal(await queued(), 1);
      const rows = await loadFarmTasks(farm.database.db, { taskIds: stepTaskIds });
      assert.deepEqual(
        rows.map(({ inputTaskId, inputFrames, awaited }) => [inputTaskId, inputFrames, awaited]),
        [
          [taskId, null, [{ taskId, state: 'queued' }]],
          [first, null, [{ taskId: first, state: 'queued' }]],
        ],
      );
      const stepsOf = await listSteps(farm.database.db, { taskIds: [taskId, first] });
      assert.deepEqual(stepsOf(taskId), [
        { taskId: first, state: 'queued', engineName: 'blender', inputTaskId: taskId },
        { taskId: second, state: 'queued', engineName: 'blender', inputTaskId: first },
      ]);
      assert.deepEqual(
        stepsOf(first).map((step) => step.taskId),
        [second],
      );
      const lease = await farm.grant(taskId, 1, 1);
      await farm.commit({
        framesDone: [doneOf(lease)],
        ends: [endOf(lease)],
        taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs }],
      });
      assert.equal(await queued(), 1, 'the first step has taken the place of its task');
      await cancelTask(farm.database, { taskId: first, nowMs: startMs });
      assert.equal(await queued(), 0);
    });

    test('that come back with their task need places where their turn has come', async () => {
      const { taskId } = await withSteps(1);
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      const waiting = await farm.submit(oneFrame);
      const other = await farm.submit({ ...oneFrame, dependsOn: [waiting] });
      await assert.rejects(farm.submit(oneFrame), { code: 'queue-limit-reached' });
      await cancelTask(farm.database, { taskId: waiting, nowMs: startMs });
      await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 1 }] });
      assert.equal(await queued(), 1);
      const again = requeueFrames(farm.database, { taskId: waiting, frames: [{ first: 1, last: 1 }] });
      await assert.rejects(again, { code: 'queue-limit-reached' });
      assert.equal((await findTask(farm.database.db, { taskId: other }))?.task.state, 'canceled');
    });

    test('of some frames that are done start at once, and only so many', async () => {
      const { subscriptionId } = await farm.database.db
        .selectFrom('users')
        .select('subscription_id as subscriptionId')
        .where('user_id', '=', farm.userId)
        .executeTakeFirstOrThrow();
      await updateSubscription(farm.database.db, { subscriptionId, queueLimit: 100 });
      const taskId = await farm.submit(oneFrame);
      const input = { taskId, frames: [{ first: 1, last: 1 }] };
      const step = await farm.submit({ ...oneFrame, input });
      const [row] = await loadFarmTasks(farm.database.db, { taskIds: [step] });
      assert.deepEqual([row?.inputTaskId, row?.inputFrames, row?.awaited], [taskId, input.frames, []]);
      for (let more = 1; more < 8; more += 1) await farm.submit({ ...oneFrame, input });
      await assert.rejects(farm.submit({ ...oneFrame, input }), { code: 'too-many-steps' });
    });
  });
}

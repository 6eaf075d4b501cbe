import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { noRequirements } from '@renderonline/domain';
import {
  cancelTask,
  countQueuedTasks,
  deleteTask,
  listDeletedTasks,
  listQueuedTaskIds,
  listTaskOwners,
  findTask,
  isFileReferenced,
  listAttempts,
  listLiveLeases,
  listTasks,
  loadFarmTasks,
  queueLimitOf,
} from '../index.ts';
import { buildFarm, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseTasks(newPlace: NewPlace): void {
  describe('tasks', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const find = (taskId: number) => findTask(farm.database.db, { taskId });

    test('an enqueued task is found as it was submitted', async () => {
      const taskId = await farm.submit({ frames: [{ first: -2, last: 3 }], priority: 70 });
      const found = await find(taskId);
      assert.ok(found);
      assert.deepEqual(found.task, {
        taskId,
        userId: farm.userId,
        queuedAtMs: startMs,
        startedAtMs: null,
        endedAtMs: null,
        isRunning: false,
        isSuccess: false,
        renderId: found.task.renderId,
        machineId: null,
        state: 'queued',
        priority: 70,
        failureReason: null,
        failedAttempts: 0,
        machineLosses: 0,
        revision: 0,
        inputTaskId: null,
        inputFrames: null,
        resultsExpiredAtMs: null,
        order: 'ascending',
        requirements: noRequirements,
        maxMachines: null,
        continuesOnFailure: false,
        allowsScripts: false,
      });
      assert.equal(found.render.fileSize, 12_345_678_901);
      assert.deepEqual(found.render.argumentValues, {
        start_frame: '1',
        end_frame: '10',
        title: "naïve 'quotes' 🎬",
      });
      assert.equal(found.engine.name, 'blender');
      assert.deepEqual(found.frames, { pending: 6, leased: 0, done: 0, failed: 0 });
      assert.equal(found.isQueued, true);
      assert.equal(await findTask(farm.database.db, { taskId, userId: farm.userId + 1 }), undefined);
      assert.ok(await isFileReferenced(farm.database.db, { filePath: found.render.filePath }));
      assert.ok(!(await isFileReferenced(farm.database.db, { filePath: '/srv/other' })));
    });

    test('tasks are listed newest first, in pages', async () => {
      const ids = [await farm.submit(), await farm.submit(), await farm.submit()].reverse();
      const { userId } = farm;
      const list = async (input: { limit: number; beforeTaskId?: number }) =>
        (await listTasks(farm.database.db, { userId, ...input })).map(({ task }) => task.taskId);
      assert.deepEqual(await list({ limit: 3 }), ids);
      assert.deepEqual(await list({ limit: 1, beforeTaskId: ids[0] ?? 0 }), [ids[1]]);
      assert.deepEqual(await listTasks(farm.database.db, { userId: userId + 1, limit: 5 }), []);
    });

    test('an unknown engine or user refuses the whole submission', async () => {
      await assert.rejects(farm.submit({ engineId: 999 }), {
        code: 'engine-not-found',
        message: 'Engine with identifier 999 not found.',
      });
      await assert.rejects(farm.submit({ userId: 999 }), { code: 'user-not-found' });
    });

    test('a long animation is enqueued and counted', async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 20_001 }] });
      assert.equal((await find(taskId))?.frames.pending, 20_001);
      const [waiting] = await loadFarmTasks(farm.database.db, { taskIds: [taskId] });
      assert.deepEqual(waiting?.pending, [{ first: 1, last: 20_001 }]);
      await deleteTask(farm.database, { taskId, nowMs: Date.now() });
    });

    test('canceling ends leases and leaves what is done', async () => {
      const { database } = farm;
      const taskId = await farm.submit();
      const first = await farm.grant(taskId, 1, 5);
      const second = await farm.grant(taskId, 6, 8, { machineId: farm.otherMachineId });
      await farm.commit({
        starts: [startOf(first), startOf(second)],
        ends: [endOf(first, { completesFrames: true })],
      });
      const nowMs = startMs + 60_000;
      assert.deepEqual(await cancelTask(database, { taskId, nowMs }), {
        wasQueued: true,
        endedLeases: [{ leaseId: second.leaseId, machineId: farm.otherMachineId }],
        waitingTasks: [],
      });
      const found = await find(taskId);
      assert.deepEqual(found?.frames, { pending: 5, leased: 0, done: 5, failed: 0 });
      assert.equal(found.isQueued, false);
      assert.equal(found.task.state, 'canceled');
      assert.equal(found.task.isRunning, false);
      assert.equal(found.task.startedAtMs, startMs);
      assert.equal(found.task.endedAtMs, nowMs);
      assert.equal((await listAttempts(database.db, { taskId })).at(-1)?.outcome, 'canceled');
      assert.deepEqual(await cancelTask(database, { taskId, nowMs }), {
        wasQueued: false,
        endedLeases: [],
        waitingTasks: [],
      });
      assert.deepEqual(await cancelTask(database, { taskId: 99_999, nowMs }), {
        wasQueued: false,
        endedLeases: [],
        waitingTasks: [],
      });
    });

    test('are filtered by state, engine, name and end', async () => {
      const { database, userId, engineId } = farm;
      const [waiting, canceled] = [await farm.submit(), await farm.submit()];
      const endedAtMs = Date.now() + 60_000;
      await cancelTask(database, { taskId: canceled, nowMs: endedAtMs });
      const taskIds = [waiting, canceled];
      const find = async (filter: Omit<Parameters<typeof listTasks>[1], 'limit'>) =>
        (await listTasks(database.db, { taskIds, ...filter, limit: 9 })).map(({ task }) => task.taskId);
      const [name = ''] = (await listTasks(database.db, { taskIds, limit: 1 })).map(
        (of) => of.render.fileName,
      );
      assert.deepEqual(await find({}), [canceled, waiting]);
      assert.deepEqual(await find({ states: ['queued', 'paused'] }), [waiting]);
      assert.deepEqual(await find({ engineId, userId, beforeTaskId: canceled }), [waiting]);
      assert.deepEqual(await find({ engineId: engineId + 1 }), []);
      assert.deepEqual(await find({ fileNamePart: name.slice(1).toUpperCase() }), [canceled, waiting]);
      for (const part of ['%', '_', '!', "'"]) assert.deepEqual(await find({ fileNamePart: part }), []);
      assert.deepEqual(await find({ endedSinceMs: endedAtMs }), [canceled]);
      assert.deepEqual(await find({ endedSinceMs: endedAtMs + 1 }), []);
      assert.deepEqual(await find({ taskIds: [] }), []);
      const owners = await listTaskOwners(database.db, { taskIds: [...taskIds, 99_999] });
      assert.deepEqual(owners, new Map(taskIds.map((taskId) => [taskId, userId])));
      const queued = await listQueuedTaskIds(database.db, { userId });
      assert.deepEqual([queued.includes(waiting), queued.includes(canceled)], [true, false]);
      assert.deepEqual(await listQueuedTaskIds(database.db, { userId: userId + 1000 }), []);
    });

    test('deleting leaves nothing, and its number is never given again', async () => {
      const { database } = farm;
      const taskId = await farm.submit();
      await farm.grant(taskId, 1, 10);
      const before = await countQueuedTasks(database.db, { userId: farm.userId });
      const deletedAtMs = Date.now();
      const renderId = (await find(taskId))?.task.renderId;
      assert.equal(await deleteTask(database, { taskId, nowMs: deletedAtMs }), true);
      assert.equal(await deleteTask(database, { taskId, nowMs: Date.now() }), false);
      assert.equal(await find(taskId), undefined);
      const { userId } = farm;
      const deleted = await listDeletedTasks(database.db, { userId, sinceMs: deletedAtMs, limit: 1 });
      assert.deepEqual(deleted, [{ taskId, userId }]);
      const of = { sinceMs: deletedAtMs, limit: 9 };
      assert.deepEqual(await listDeletedTasks(database.db, { ...of, userId: userId + 1 }), []);
      assert.deepEqual(await listDeletedTasks(database.db, { ...of, sinceMs: deletedAtMs + 1 }), []);
      assert.deepEqual(await listAttempts(database.db, { taskId }), []);
      assert.ok(!(await listLiveLeases(database.db)).some((lease) => lease.taskId === taskId));
      assert.equal(await countQueuedTasks(database.db, { userId: farm.userId }), before - 1);
      const renders = await database.db.selectFrom('renders').select('render_id').execute();
      assert.ok(!renders.some((row) => row.render_id === renderId));
      assert.ok((await farm.submit()) > taskId);
    });

    test('the queue limit of a user', async () => {
      assert.equal(await queueLimitOf(farm.database.db, { userId: farm.userId }), 100);
      assert.equal(await queueLimitOf(farm.database.db, { userId: 999 }), undefined);
    });
  });
}

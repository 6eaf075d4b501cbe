import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addFrames,
  cancelTask,
  findTask,
  listQueueRevisions,
  loadFarmTasks,
  pauseTask,
  requeueFrames,
  resumeTask,
  setTaskPriority,
  setTaskRequirements,
} from '../index.ts';
import { endedTasks } from './ended-tasks.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const gone = 99_999;

export function exerciseTaskChanges(newPlace: NewPlace): void {
  describe('changes that people make to tasks', () => {
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
  });
}

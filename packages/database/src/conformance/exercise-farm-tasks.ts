import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addSubscription,
  addUser,
  deleteTask,
  findTask,
  listFrames,
  listQueueRevisions,
  loadFarmTasks,
  setProjectHash,
  updateEngine,
  updateSubscription,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseFarmTasks(newPlace: NewPlace): void {
  describe('tasks as the scheduler loads them', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    test('all that is in the queue, by id, or some of it', async () => {
      const { database } = farm;
      assert.deepEqual(await loadFarmTasks(database.db), []);
      const ids = [await farm.submit(), await farm.submit({ priority: 99 }), await farm.submit()];
      const [first = 0, second = 0, third = 0] = ids;
      assert.deepEqual(
        (await loadFarmTasks(database.db)).map(({ taskId }) => taskId),
        ids,
      );
      const some = await loadFarmTasks(database.db, { taskIds: [third, 99_999, second] });
      assert.deepEqual(
        some.map(({ taskId, priority }) => [taskId, priority]),
        [
          [second, 99],
          [third, 50],
        ],
      );
      assert.deepEqual(await loadFarmTasks(database.db, { taskIds: [] }), []);
      await deleteTask(database, { taskId: first, nowMs: Date.now() });
      assert.deepEqual(await listQueueRevisions(database.db), [
        { taskId: second, revision: 0, state: 'queued' },
        { taskId: third, revision: 0, state: 'queued' },
      ]);
    });

    test('a task has its frames by ranges and counts, its engine, its project and its weight', async () => {
      const { db } = farm.database;
      const { subscriptionId } = await addSubscription(db, { name: 'Studio', queueLimit: 5, weight: 2.5 });
      const { userId } = await addUser(db, {
        firstName: 'A',
        lastName: 'B',
        email: 'weight@example.com',
        subscriptionId,
        isActive: true,
        token: 'x',
      });
      const taskId = await farm.submit({
        userId,
        frames: [
          { first: -5, last: 5 },
          { first: 10, last: 12 },
        ],
      });
      const [done, leased] = [await farm.grant(taskId, 0, 0), await farm.grant(taskId, 11, 11)];
      await farm.commit({
        framesDone: [doneOf(done)],
        ends: [endOf(done)],
        failedFrames: [{ taskId, frame: 2, reason: 'no' }],
      });
      await updateEngine(db, { engineId: farm.engineId, adapter: 'blender' });
      const [row] = await loadFarmTasks(db, { taskIds: [taskId] });
      assert.ok(row);
      assert.deepEqual(row.pending, [
        { first: -5, last: -1 },
        { first: 1, last: 1 },
        { first: 3, last: 5 },
        { first: 10, last: 10 },
        { first: 12, last: 12 },
      ]);
      assert.deepEqual([row.framesLeased, row.framesDone, row.framesFailed], [1, 1, 1]);
      assert.deepEqual([row.userWeight, row.queuedAtMs, row.notBeforeMs], [2.5, startMs, 0]);
      assert.equal(row.engine.adapter, 'blender');
      await setProjectHash(db, { renderId: row.render.renderId, sha256: 'd'.repeat(64) });
      assert.equal((await findTask(db, { taskId }))?.render.fileSha256, 'd'.repeat(64));
      await assert.rejects(updateSubscription(db, { subscriptionId, weight: 0 }), { code: 'value-invalid' });
      await assert.rejects(updateSubscription(db, { subscriptionId, weight: NaN }), {
        code: 'value-invalid',
      });
      assert.equal((await updateSubscription(db, { subscriptionId, weight: 0.5 })).weight, 0.5);
      const page = await listFrames(db, { taskId, afterFrame: 1, limit: 2 });
      assert.deepEqual(
        page.map(({ frame, state, failureReason }) => [frame, state, failureReason]),
        [
          [2, 'failed', 'no'],
          [3, 'pending', null],
        ],
      );
      const leasedFrame = (await listFrames(db, { taskId, limit: 100 })).find(({ frame }) => frame === 11);
      assert.equal(leasedFrame?.leaseId, leased.leaseId);
    });
  });
}

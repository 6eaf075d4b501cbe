import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  cancelTask,
  findTask,
  listFrames,
  listLiveLeases,
  listNewestOutputs,
  listOutputsOfTask,
  pauseTask,
  requeueFrames,
  type FrameDone,
  type LeaseGrant,
} from '../index.ts';
import { buildFarm, doneOf, endOf, rowsOfFarm, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseFinishedFrames(newPlace: NewPlace): void {
  describe('finished frames of a farm commit', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const finish = async (...framesDone: FrameDone[]) => (await farm.commit({ framesDone })).refusedFrames;
    const frameOf = async (taskId: number, frame: number) => {
      const [found] = await listFrames(farm.database.db, { taskId, afterFrame: frame - 1, limit: 1 });
      return found ?? assert.fail('no frame');
    };
    const refused = ({ leaseId, frames }: LeaseGrant, frame = frames.first) => [{ leaseId, frame }];

    test('a frame is done with its time, its attempt and its outputs', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit();
      const lease = await farm.grant(taskId, 1, 2);
      const outputs = [
        { name: 'Frame.png', size: 1, sha256: '0'.repeat(64) },
        { name: 'frame.png', size: 2, sha256: '1'.repeat(64) },
        { name: `passes/é "'\\ 🎬.exr`, size: 9_007_199_254_740_991, sha256: '2'.repeat(64) },
      ];
      assert.deepEqual(await finish({ ...doneOf(lease), renderMs: 1500.4, outputs }), []);
      assert.deepEqual(await frameOf(taskId, 1), {
        frame: 1,
        state: 'done',
        leaseId: null,
        attemptId: lease.leaseId,
        renderMs: 1500,
        failureReason: null,
      });
      const stored = await listOutputsOfTask(db, { taskId });
      const byHash = stored.sort((a, b) => a.sha256.localeCompare(b.sha256));
      assert.deepEqual(
        byHash,
        outputs.map((output) => ({ ...output, frame: 1, attemptId: lease.leaseId })),
      );
      assert.deepEqual(await listOutputsOfTask(db, { taskId, afterFrame: 1 }), []);
      assert.deepEqual(await listOutputsOfTask(db, { taskId, untilFrame: 0 }), []);
      assert.equal((await listOutputsOfTask(db, { taskId, untilFrame: 1 })).length, outputs.length);
      assert.equal((await listOutputsOfTask(db, { taskId, limit: 2 })).length, 2);
      const names = outputs.map(({ name }) => name).toSorted();
      assert.deepEqual(await listNewestOutputs(db, { taskIds: [taskId, 999_999] }), [
        { taskId, name: names[0] },
      ]);
      assert.deepEqual(await listNewestOutputs(db, { taskIds: [] }), []);
      const live = (await listLiveLeases(db)).find(({ leaseId }) => leaseId === lease.leaseId);
      assert.deepEqual(live?.remaining, [{ first: 2, last: 2 }]);
    });

    test('said again it changes nothing, and is no refusal, not even after the lease ended', async () => {
      const taskId = await farm.submit();
      const lease = await farm.grant(taskId, 1, 1);
      const done = doneOf(lease);
      assert.deepEqual(await finish(done, done), []);
      const before = await rowsOfFarm(farm.database);
      assert.deepEqual(await finish({ ...done, renderMs: 1, outputs: [] }), []);
      assert.deepEqual(await rowsOfFarm(farm.database), before);
      await farm.commit({ ends: [endOf(lease)] });
      assert.deepEqual(await finish(done), []);
    });

    test('another token, another task, a frame outside the lease, an ended lease: refused', async () => {
      const taskId = await farm.submit();
      const other = await farm.submit();
      const lease = await farm.grant(taskId, 1, 3);
      const done = doneOf(lease);
      await farm.grant(other, 1, 3);
      const before = await rowsOfFarm(farm.database);
      assert.deepEqual(await finish({ ...done, token: `${done.token}x` }), refused(lease));
      assert.deepEqual(await finish({ ...done, token: done.token.toUpperCase() }), refused(lease));
      assert.deepEqual(await finish({ ...done, taskId: other }), refused(lease));
      assert.deepEqual(await finish({ ...done, frame: 4 }), refused(lease, 4));
      assert.deepEqual(await finish({ ...done, frame: 99 }), refused(lease, 99));
      assert.deepEqual(await rowsOfFarm(farm.database), before);
      await farm.commit({ ends: [endOf(lease, { outcome: { kind: 'canceled' } })] });
      assert.deepEqual(await finish(done), refused(lease));
      await farm.grant(taskId, 1, 1, { machineId: farm.otherMachineId });
      assert.deepEqual(await finish(done), refused(lease), 'it is leased, but to another');
      assert.deepEqual(await listOutputsOfTask(farm.database.db, { taskId }), []);
    });

    test('outputs that cannot be stored refuse their frame and no other', async () => {
      const taskId = await farm.submit();
      const [bad, good] = [await farm.grant(taskId, 1, 1), await farm.grant(taskId, 2, 2)];
      const done = doneOf(bad);
      const [output] = done.outputs;
      assert.ok(output);
      for (const outputs of [
        [output, output],
        [{ ...output, name: '' }],
        [{ ...output, name: 'x'.repeat(501) }],
        [{ ...output, size: -1 }],
        [{ ...output, size: 1.5 }],
        [{ ...output, sha256: 'AB'.repeat(32) }],
      ]) {
        assert.deepEqual(await finish({ ...done, outputs }), refused(bad));
      }
      assert.deepEqual(
        await finish({ ...done, outputs: [{ ...output, size: -1 }] }, doneOf(good)),
        refused(bad),
      );
      assert.equal((await frameOf(taskId, 2)).state, 'done');
      assert.deepEqual(await finish({ ...done, outputs: [{ ...output, name: 'x'.repeat(500) }] }), []);
    });

    test('of several copies the first that finishes wins, in one batch or in several', async () => {
      const { db } = farm.database;
      for (const [winner, isOneBatch] of [
        ['copy', true],
        ['copy', false],
        ['original', true],
        ['original', false],
      ] as const) {
        const taskId = await farm.submit();
        const original = await farm.grant(taskId, 1, 1);
        const copy = await farm.grant(taskId, 1, 1, { isDuplicate: true, machineId: farm.otherMachineId });
        const [first, second] = winner === 'copy' ? [copy, original] : [original, copy];
        const losers = isOneBatch
          ? await finish(doneOf(first), doneOf(second))
          : [...(await finish(doneOf(first))), ...(await finish(doneOf(second)))];
        assert.deepEqual(losers, refused(second));
        assert.equal((await frameOf(taskId, 1)).attemptId, first.leaseId);
        assert.deepEqual(
          (await listOutputsOfTask(db, { taskId })).map(({ attemptId }) => attemptId),
          [first.leaseId],
        );
        // Whoever lost ends as canceled: the frame stays done.
        await farm.commit({ ends: [endOf(first), endOf(second, { outcome: { kind: 'canceled' } })] });
        assert.equal((await frameOf(taskId, 1)).state, 'done');
      }
    });

    test('what a machine had in hand when its task was paused counts; when it was canceled, not', async () => {
      const { database } = farm;
      const taskId = await farm.submit();
      const [first, second] = [await farm.grant(taskId, 1, 1), await farm.grant(taskId, 2, 2)];
      await pauseTask(database.db, { taskId });
      assert.deepEqual((await farm.commit({ starts: [startOf(first)] })).refusedStarts, []);
      assert.deepEqual(await finish(doneOf(first)), []);
      assert.equal((await findTask(database.db, { taskId }))?.task.state, 'paused');
      await cancelTask(database, { taskId, nowMs: startMs });
      assert.deepEqual(await finish(doneOf(second)), refused(second));
      assert.deepEqual((await farm.commit({ starts: [startOf(second)] })).refusedStarts, [second.leaseId]);
      assert.deepEqual((await farm.commit({ ends: [endOf(second)] })).refusedEnds, [second.leaseId]);
    });

    test('a frame that a person asked for again is not finished by its earlier lease', async () => {
      const taskId = await farm.submit();
      const range = await farm.grant(taskId, 1, 3);
      await finish(doneOf(range));
      assert.equal(await requeueFrames(farm.database, { taskId, frames: [{ first: 1, last: 1 }] }), 1);
      assert.deepEqual(await listOutputsOfTask(farm.database.db, { taskId }), []);
      assert.deepEqual(await finish(doneOf(range)), refused(range));
      const again = await farm.grant(taskId, 1, 1, { machineId: farm.otherMachineId });
      assert.deepEqual(await finish(doneOf(range)), refused(range));
      await farm.commit({ ends: [endOf(range, { outcome: { kind: 'canceled' } })] });
      assert.equal((await frameOf(taskId, 1)).leaseId, again.leaseId);
      assert.deepEqual(await finish(doneOf(again)), []);
      assert.equal((await frameOf(taskId, 1)).attemptId, again.leaseId);
    });

    test('many who finish one frame at once: exactly one does', async () => {
      const taskId = await farm.submit();
      const original = await farm.grant(taskId, 1, 1);
      const leases = [original];
      for (let copies = 0; copies < 5; copies += 1) {
        leases.push(await farm.grant(taskId, 1, 1, { isDuplicate: true, machineId: farm.otherMachineId }));
      }
      const results = await Promise.all(leases.map((lease) => finish(doneOf(lease))));
      assert.equal(results.filter((refusals) => refusals.length === 0).length, 1);
      assert.equal((await listOutputsOfTask(farm.database.db, { taskId })).length, 1);
    });
  });
}

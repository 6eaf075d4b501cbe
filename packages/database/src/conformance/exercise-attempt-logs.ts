import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { findAttempts, findLogOwners, listAttemptsAfter, removeMachine } from '../index.ts';
import { buildFarm, endOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseAttemptLogs(newPlace: NewPlace): void {
  describe('whose logs are whose', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    test("an attempt's log is its machine's, also after the lease and without the machine", async () => {
      const { db } = farm.database;
      const filePath = '/srv/renderonline/7/8/scene.blend';
      const taskId = await farm.submit({ filePath });
      const first = await farm.grant(taskId, 1, 1, { machineId: farm.otherMachineId });
      const second = await farm.grant(taskId, 2, 2);
      await farm.commit({ ends: [endOf(first)] });
      const attemptIds = [first.leaseId, second.leaseId, 999_999];
      const owners = await findLogOwners(db, { attemptIds });
      assert.deepEqual(
        owners.sort((a, b) => a.attemptId - b.attemptId),
        [
          { attemptId: first.leaseId, taskId, machineId: farm.otherMachineId, filePath },
          { attemptId: second.leaseId, taskId, machineId: farm.machineId, filePath },
        ],
      );
      await removeMachine(db, { machineId: farm.otherMachineId });
      const [orphan] = await findLogOwners(db, { attemptIds: [first.leaseId] });
      assert.equal(orphan?.machineId, null);
      assert.deepEqual(await findLogOwners(db, { attemptIds: [] }), []);
    });

    test('attempts are found by their ids and in pages, those of the task alone', async () => {
      const { db } = farm.database;
      const [taskId, otherTaskId] = [await farm.submit(), await farm.submit()];
      const ids: number[] = [];
      for (const frame of [1, 2, 3]) ids.push((await farm.grant(taskId, frame, frame)).leaseId);
      const other = await farm.grant(otherTaskId, 1, 1);
      const found = await findAttempts(db, { taskId, attemptIds: [ids[2] ?? 0, other.leaseId, ids[0] ?? 0] });
      assert.deepEqual(
        found.map(({ attemptId, firstFrame }) => [attemptId, firstFrame]),
        [
          [ids[0], 1],
          [ids[2], 3],
        ],
      );
      assert.deepEqual(await findAttempts(db, { taskId, attemptIds: [] }), []);
      const page = await listAttemptsAfter(db, { taskId, afterAttemptId: 0, limit: 2 });
      assert.deepEqual(
        page.map(({ attemptId }) => attemptId),
        ids.slice(0, 2),
      );
      const rest = await listAttemptsAfter(db, { taskId, afterAttemptId: ids[1] ?? 0, limit: 2 });
      assert.deepEqual(
        rest.map(({ attemptId }) => attemptId),
        ids.slice(2),
      );
    });
  });
}

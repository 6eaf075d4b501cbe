import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { listFrameTimes } from '../index.ts';
import { buildFarm, doneOf, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseFrameTimes(newPlace: NewPlace): void {
  describe('what frames have taken', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    test('is told of a user’s file and of a whole engine, the newest tasks first, with the machines', async () => {
      const { engineId, userId } = farm;
      const { db } = farm.database;
      assert.deepEqual(await listFrameTimes(db, { engineId }), []);
      for (const [fileName, renderMs, machineId] of [
        ['castle.blend', 1000, farm.machineId],
        ['harbour.blend', 2000, farm.otherMachineId],
      ] as const) {
        const taskId = await farm.submit({ fileName });
        const lease = await farm.grant(taskId, 1, 2, { machineId });
        await farm.commit({ starts: [startOf(lease)] });
        await farm.commit({
          framesDone: [
            { ...doneOf(lease, 1), renderMs },
            { ...doneOf(lease, 2), renderMs: null },
          ],
        });
      }
      await farm.submit({ fileName: 'castle.blend' });
      const castle = { machineId: farm.machineId, renderMs: 1000 };
      const harbour = { machineId: farm.otherMachineId, renderMs: 2000 };
      assert.deepEqual(await listFrameTimes(db, { engineId }), [harbour, castle]);
      assert.deepEqual(await listFrameTimes(db, { engineId, userId, fileName: 'castle.blend' }), [castle]);
      assert.deepEqual(
        await listFrameTimes(db, { engineId, userId: userId + 1, fileName: 'castle.blend' }),
        [],
      );
      assert.deepEqual(await listFrameTimes(db, { engineId, projectId: 12_345 }), []);
      assert.deepEqual(await listFrameTimes(db, { engineId: engineId + 1 }), []);
    });
  });
}

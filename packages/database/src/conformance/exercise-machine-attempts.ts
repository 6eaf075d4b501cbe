import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addUser, listMachineAttempts } from '../index.ts';
import { buildFarm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseMachineAttempts(newPlace: NewPlace): void {
  describe('attempts of a machine', () => {
    test('come newest first, in pages, of one user or of all', async (t) => {
      const farm = await buildFarm(await openMigrated(newPlace));
      t.after(() => farm.database.close());
      const { db } = farm.database;
      const { subscription_id: subscriptionId } = await db
        .selectFrom('subscriptions')
        .select('subscription_id')
        .executeTakeFirstOrThrow();
      const { userId: otherUserId } = await addUser(db, {
        ...{ firstName: 'Other', lastName: 'User', email: 'other-of-attempts@example.com', subscriptionId },
        ...{ isActive: true, token: 'another-secret-token' },
      });
      const taskId = await farm.submit();
      const othersTaskId = await farm.submit({ userId: otherUserId, fileName: 'theirs.blend' });
      const first = await farm.grant(taskId, 1, 2);
      const second = await farm.grant(othersTaskId, 1, 1);
      const third = await farm.grant(taskId, 3, 3);
      await farm.grant(taskId, 4, 4, { machineId: farm.otherMachineId });

      const { machineId, userId } = farm;
      const page = async (input: { limit: number; beforeAttemptId?: number; userId?: number }) => {
        const { attempts, nextBefore } = await listMachineAttempts(db, { machineId, ...input });
        return [attempts.map(({ attemptId, fileName }) => [attemptId, fileName]), nextBefore];
      };
      assert.deepEqual(await page({ limit: 2 }), [
        [
          [third.leaseId, 'scene.blend'],
          [second.leaseId, 'theirs.blend'],
        ],
        second.leaseId,
      ]);
      assert.deepEqual(await page({ limit: 2, beforeAttemptId: second.leaseId }), [
        [[first.leaseId, 'scene.blend']],
        null,
      ]);
      assert.deepEqual(await page({ limit: 5, userId }), [
        [
          [third.leaseId, 'scene.blend'],
          [first.leaseId, 'scene.blend'],
        ],
        null,
      ]);
    });
  });
}

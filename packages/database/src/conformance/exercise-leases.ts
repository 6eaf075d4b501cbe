import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { countAttempts, hasAttempt, listAttempts, listLiveLeases, renewLeases } from '../index.ts';
import { toStoredTime } from '../stored-times.ts';
import { buildFarm, endOf, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseLeases(newPlace: NewPlace): void {
  describe('leases and attempts', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    test('renewing tells which leases still live', async () => {
      const taskId = await farm.submit();
      const [alive, ended] = [await farm.grant(taskId, 1, 1), await farm.grant(taskId, 2, 2)];
      await farm.commit({ ends: [endOf(ended)] });
      const expiresAtMs = startMs + 123_456;
      const leases = [alive, ended, { leaseId: alive.leaseId, token: 'wrong' }];
      assert.deepEqual(await renewLeases(farm.database.db, { leases, expiresAtMs }), [alive.leaseId]);
      const live = (await listLiveLeases(farm.database.db)).find((lease) => lease.leaseId === alive.leaseId);
      assert.equal(live?.expiresAtMs, expiresAtMs);
      assert.equal(live.state, 'offered');
      assert.deepEqual(await renewLeases(farm.database.db, { leases: [], expiresAtMs }), []);
    });

    test('of a task that was declined over and over, the newest thousand attempts are listed', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit();
      const row = {
        task_id: taskId,
        machine_id: farm.machineId,
        first_frame: 1,
        last_frame: 10,
        granted_at: toStoredTime(startMs),
      };
      const attempts = Array.from({ length: 1003 }, (_, index) => ({ ...row, attempt_id: 500_000 + index }));
      await db.insertInto('attempts').values(attempts).execute();
      const listed = await listAttempts(db, { taskId });
      assert.deepEqual(
        [listed.length, listed[0]?.attemptId, listed.at(-1)?.attemptId],
        [1000, 500_003, 501_002],
      );
      const given = { taskId, machineId: farm.machineId };
      assert.equal(await countAttempts(db, given), 1003);
      assert.equal(await hasAttempt(db, given), true);
      assert.equal(await hasAttempt(db, { ...given, leaseId: 500_000 }), true);
      assert.equal(await hasAttempt(db, { ...given, leaseId: 1 }), false);
      assert.equal(await hasAttempt(db, { ...given, machineId: farm.otherMachineId }), false);
      assert.equal(await countAttempts(db, { ...given, machineId: farm.otherMachineId }), 0);
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addMachine,
  cancelTask,
  deleteTask,
  findTask,
  lastLeaseId,
  listAttempts,
  listLiveLeases,
  pauseTask,
  removeMachine,
  resumeTask,
  updateMachine,
  type LeaseGrant,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseFarmGrants(newPlace: NewPlace): void {
  describe('grants of a farm commit', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const framesOf = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId }))?.frames ?? assert.fail('no task');
    const isRefused = async (grant: LeaseGrant) => {
      const { refusedGrants } = await farm.commit({ grants: [grant] });
      return refusedGrants.includes(grant.leaseId);
    };

    test('a granted lease is live, with its frames and an attempt of its number', async () => {
      const taskId = await farm.submit();
      const grant = await farm.grant(taskId, 3, 6);
      const [live, ...others] = (await listLiveLeases(farm.database.db)).filter(
        (lease) => lease.taskId === taskId,
      );
      assert.deepEqual(others, []);
      assert.deepEqual(live, {
        leaseId: grant.leaseId,
        taskId,
        machineId: farm.machineId,
        firstFrame: 3,
        lastFrame: 6,
        token: grant.token,
        generation: farm.generation,
        state: 'offered',
        grantedAtMs: startMs,
        expiresAtMs: startMs + 30_000,
        isDuplicate: false,
        remaining: [{ first: 3, last: 6 }],
        attemptsOfTaskOnMachine: 1,
      });
      assert.deepEqual(await framesOf(taskId), { pending: 6, leased: 4, done: 0, failed: 0 });
      assert.equal((await listAttempts(farm.database.db, { taskId }))[0]?.attemptId, grant.leaseId);
      assert.equal(await lastLeaseId(farm.database.db), grant.leaseId);
    });

    test('a former leader writes nothing', async () => {
      const taskId = await farm.submit();
      const held = await farm.grant(taskId, 1, 1);
      const grants = [farm.newGrant(taskId, 2, 2)];
      const stale = {
        generation: farm.generation - 1,
        grants,
        framesDone: [doneOf(held)],
        ends: [endOf(held)],
      };
      await assert.rejects(farm.commit(stale), { code: 'leadership-lost' });
      assert.deepEqual(await framesOf(taskId), { pending: 9, leased: 1, done: 0, failed: 0 });
    });

    test('frames that are leased, done or not there refuse their grant and no other', async () => {
      const taskId = await farm.submit();
      const leased = await farm.grant(taskId, 3, 4);
      const done = await farm.grant(taskId, 5, 5);
      await farm.commit({ framesDone: [doneOf(done)], ends: [endOf(done)] });
      assert.ok(await isRefused(farm.newGrant(taskId, 2, 3)));
      assert.ok(await isRefused(farm.newGrant(taskId, 5, 5)));
      assert.ok(await isRefused(farm.newGrant(taskId, 10, 11)));
      assert.ok(await isRefused(farm.newGrant(taskId, 9, 8)));
      const [first, second, third] = [
        farm.newGrant(taskId, 6, 7),
        farm.newGrant(taskId, 7, 8),
        farm.newGrant(taskId, 8, 9),
      ];
      const { refusedGrants } = await farm.commit({ grants: [first, second, third] });
      assert.deepEqual(refusedGrants, [second.leaseId]);
      assert.deepEqual(await framesOf(taskId), { pending: 3, leased: 6, done: 1, failed: 0 });
      assert.equal(leased.frames.last, 4);
    });

    test('a long range is granted as a whole or not at all', async () => {
      const taskId = await farm.submit({ frames: [{ first: -100, last: 5000 }] });
      const short = farm.newGrant(taskId, 4999, 5000);
      const [long, overlapping] = [farm.newGrant(taskId, -100, 4000), farm.newGrant(taskId, 3000, 4998)];
      const { refusedGrants } = await farm.commit({ grants: [short, long, overlapping] });
      assert.deepEqual(refusedGrants, [overlapping.leaseId]);
      assert.deepEqual(await framesOf(taskId), { pending: 998, leased: 4103, done: 0, failed: 0 });
      await farm.commit({ ends: [endOf(long, { outcome: { kind: 'canceled' } })] });
      assert.deepEqual(await framesOf(taskId), { pending: 5099, leased: 2, done: 0, failed: 0 });
    });

    test('a task that is paused, ended or gone, and a machine that is disabled or gone, get nothing', async () => {
      const { db } = farm.database;
      const taskId = await farm.submit();
      await pauseTask(db, { taskId });
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1)));
      await resumeTask(db, { taskId });
      await updateMachine(db, { machineId: farm.machineId, isEnabled: false });
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1)));
      await updateMachine(db, { machineId: farm.machineId, isEnabled: true });
      const { machineId } = await addMachine(db, { ipAddress: 'x', port: 1 });
      await removeMachine(db, { machineId });
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1, { machineId })));
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1)));
      await deleteTask(farm.database, { taskId, nowMs: Date.now() });
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1)));
    });

    test('a copy needs frames that another lease has', async () => {
      const taskId = await farm.submit();
      const copy = { isDuplicate: true, machineId: farm.otherMachineId };
      assert.ok(await isRefused(farm.newGrant(taskId, 1, 1, copy)));
      await farm.grant(taskId, 1, 1);
      const granted = await farm.grant(taskId, 1, 1, copy);
      assert.deepEqual(await framesOf(taskId), { pending: 9, leased: 1, done: 0, failed: 0 });
      const live = (await listLiveLeases(farm.database.db)).find((one) => one.leaseId === granted.leaseId);
      assert.equal(live?.isDuplicate, true);
      assert.deepEqual(live.remaining, [{ first: 1, last: 1 }]);
    });

    test('a number is granted once: again under its token it is so already, otherwise it is refused', async () => {
      const taskId = await farm.submit();
      const grant = await farm.grant(taskId, 1, 1);
      assert.equal(await isRefused(grant), false);
      assert.ok(await isRefused({ ...grant, token: 'another' }));
      assert.ok(await isRefused({ ...grant, token: 'another', frames: { first: 2, last: 2 } }));
      const twice = farm.newGrant(taskId, 3, 3);
      const { refusedGrants } = await farm.commit({
        grants: [twice, { ...twice, frames: { first: 4, last: 4 } }],
      });
      assert.deepEqual(refusedGrants, [twice.leaseId]);
      await farm.commit({ ends: [endOf(grant, { outcome: { kind: 'canceled' } })] });
      assert.ok(await isRefused(grant), 'it has ended');
      assert.equal((await listAttempts(farm.database.db, { taskId })).length, 2);
    });

    test('the numbers of deleted tasks are never given again', async () => {
      const { database } = farm;
      const taskId = await farm.submit();
      const grant = await farm.grant(taskId, 1, 1);
      await deleteTask(database, { taskId, nowMs: Date.now() });
      assert.equal(await lastLeaseId(database.db), grant.leaseId);
    });

    test('what ends gives its frames to what is granted in the same batch', async () => {
      const taskId = await farm.submit();
      const ending = await farm.grant(taskId, 1, 10);
      await farm.commit({ starts: [startOf(ending)] });
      const next = farm.newGrant(taskId, 2, 10, { machineId: farm.otherMachineId });
      const { refusedGrants } = await farm.commit({
        framesDone: [doneOf(ending)],
        ends: [endOf(ending, { outcome: { kind: 'machine-lost', message: '' }, countAs: 'machine-loss' })],
        grants: [next],
      });
      assert.deepEqual(refusedGrants, []);
      assert.deepEqual(await framesOf(taskId), { pending: 0, leased: 9, done: 1, failed: 0 });
      const found = await findTask(farm.database.db, { taskId });
      assert.equal(found?.task.state, 'running', 'it has a lease, so it is not back in the queue');
      assert.equal(found.task.machineLosses, 1);
    });
  });
}

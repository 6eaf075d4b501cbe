import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  cancelTask,
  endLease,
  findTask,
  grantLeases,
  hasAttempt,
  listAttempts,
  listLiveLeases,
  renewLeases,
  startLease,
  updateMachine,
  type EndLeaseInput,
  type LiveLease,
} from '../index.ts';
import { toStoredTime } from '../stored-times.ts';
import { buildFarm, startMs, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const endedAtMs = startMs + 9000;

export function exerciseLeases(newPlace: NewPlace): void {
  describe('leases', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const find = async (taskId: number) => {
      const found = await findTask(farm.database.db, { taskId });
      assert.ok(found);
      return found;
    };
    const end = (lease: LiveLease, changes: Partial<EndLeaseInput> = {}) =>
      endLease(farm.database, {
        leaseId: lease.leaseId,
        token: lease.token,
        endedAtMs,
        outcome: { kind: 'succeeded' },
        frames: 'done',
        countAs: null,
        ...changes,
      });
    const grant = (taskId: number, first: number, last: number, generation = farm.generation) =>
      grantLeases(farm.database, {
        generation,
        leases: [{ taskId, machineId: farm.machineId, frames: { first, last }, token: 'a' }],
        nowMs: startMs,
        expiresAtMs: startMs + 1,
      });

    test('a granted lease is listed, and its frames are leased', async () => {
      const taskId = await farm.submit();
      const lease = await farm.lease(taskId, 1, 4);
      assert.deepEqual(
        (await listLiveLeases(farm.database.db)).filter((live) => live.taskId === taskId),
        [lease],
      );
      assert.deepEqual((await find(taskId)).frames, { pending: 6, leased: 4, done: 0, failed: 0 });
      assert.equal((await find(taskId)).task.state, 'queued');
    });

    test('only pending frames of tasks that wait are granted, and only by the leader', async () => {
      const taskId = await farm.submit();
      await farm.lease(taskId, 3, 4);
      assert.deepEqual(await grant(taskId, 4, 6), []);
      assert.deepEqual(await grant(taskId, 10, 11), []);
      assert.deepEqual(await grant(99_999, 1, 1), []);
      await updateMachine(farm.database.db, { machineId: farm.machineId, isEnabled: false });
      assert.deepEqual(await grant(taskId, 5, 6), []);
      await updateMachine(farm.database.db, { machineId: farm.machineId, isEnabled: true });
      await assert.rejects(grant(taskId, 5, 6, farm.generation - 1), { code: 'leadership-lost' });
      await cancelTask(farm.database, { taskId, nowMs: startMs });
      assert.deepEqual(await grant(taskId, 5, 6), []);
      assert.equal((await listAttempts(farm.database.db, { taskId })).length, 1);
    });

    test('the first start is the start of the task', async () => {
      const taskId = await farm.submit();
      const lease = await farm.lease(taskId, 1, 5);
      assert.equal(
        await startLease(farm.database, { ...lease, token: 'wrong', startedAtMs: startMs }),
        false,
      );
      assert.equal(await startLease(farm.database, { ...lease, startedAtMs: startMs }), true);
      assert.equal(await startLease(farm.database, { ...lease, startedAtMs: startMs + 5000 }), true);
      const { task } = await find(taskId);
      assert.equal(task.state, 'running');
      assert.equal(task.isRunning, true);
      assert.equal(task.startedAtMs, startMs);
      assert.equal(task.machineId, farm.machineId);
      assert.equal((await listAttempts(farm.database.db, { taskId }))[0]?.startedAtMs, startMs);
    });

    test('renewing tells which leases still live', async () => {
      const taskId = await farm.submit();
      const [alive, ended] = [await farm.lease(taskId, 1, 1), await farm.lease(taskId, 2, 2)];
      await end(ended);
      const expiresAtMs = startMs + 123_456;
      const leases = [alive, ended, { leaseId: alive.leaseId, token: 'wrong' }];
      assert.deepEqual(await renewLeases(farm.database.db, { leases, expiresAtMs }), [alive.leaseId]);
      const live = (await listLiveLeases(farm.database.db)).find((lease) => lease.leaseId === alive.leaseId);
      assert.equal(live?.expiresAtMs, expiresAtMs);
      assert.deepEqual(await renewLeases(farm.database.db, { leases: [], expiresAtMs }), []);
    });

    test('a task succeeds with its last frame', async () => {
      const taskId = await farm.submit();
      const [first, second] = [await farm.lease(taskId, 1, 5), await farm.lease(taskId, 6, 10)];
      await startLease(farm.database, { ...first, startedAtMs: startMs });
      await startLease(farm.database, { ...second, startedAtMs: startMs + 1 });
      assert.deepEqual(await end(first), { applied: true, taskId, taskState: 'running', endedLeases: [] });
      assert.deepEqual(await end(second), { applied: true, taskId, taskState: 'succeeded', endedLeases: [] });
      const { task, frames, isQueued } = await find(taskId);
      assert.deepEqual(frames, { pending: 0, leased: 0, done: 10, failed: 0 });
      assert.equal(isQueued, false);
      assert.equal(task.isSuccess, true);
      assert.equal(task.isRunning, false);
      assert.equal(task.startedAtMs, startMs);
      assert.equal(task.endedAtMs, endedAtMs);
    });

    test('a task whose start was never heard of still has one', async () => {
      const taskId = await farm.submit();
      await end(await farm.lease(taskId, 1, 10));
      assert.equal((await find(taskId)).task.startedAtMs, startMs);
    });

    test('a lease ends once: whoever comes late or with another token changes nothing', async () => {
      const taskId = await farm.submit();
      const lease = await farm.lease(taskId, 1, 10);
      const lost = { outcome: { kind: 'machine-lost', message: 'silent' }, frames: 'pending' } as const;
      assert.deepEqual(await end(lease, { token: `${lease.token}x` }), { applied: false });
      assert.deepEqual(await end(lease, { token: lease.token.toUpperCase() }), { applied: false });
      assert.equal((await end(lease, { ...lost, countAs: 'machine-loss' })).applied, true);
      const again = await farm.lease(taskId, 1, 10, farm.otherMachineId);
      assert.deepEqual(await end(lease), { applied: false });
      assert.equal(await startLease(farm.database, { ...lease, startedAtMs: startMs }), false);
      assert.deepEqual((await find(taskId)).frames, { pending: 0, leased: 10, done: 0, failed: 0 });
      const attempts = await listAttempts(farm.database.db, { taskId });
      assert.deepEqual(
        attempts.map((attempt) => [attempt.attemptId, attempt.outcome]),
        [
          [lease.leaseId, 'machine-lost'],
          [again.leaseId, null],
        ],
      );
      assert.equal(again.attemptsOfTaskOnMachine, 1);
    });

    test('many who end one lease at once: exactly one does', async () => {
      const taskId = await farm.submit();
      const lease = await farm.lease(taskId, 1, 10);
      const results = await Promise.all(Array.from({ length: 8 }, () => end(lease)));
      assert.equal(results.filter((result) => result.applied).length, 1);
    });

    test('a failed attempt that is tried again puts the task back', async () => {
      const taskId = await farm.submit();
      const lease = await farm.lease(taskId, 1, 10);
      await startLease(farm.database, { ...lease, startedAtMs: startMs });
      const result = await end(lease, {
        outcome: { kind: 'crashed', signal: 'SIGSEGV', message: 'x'.repeat(10_000) },
        frames: 'pending',
        countAs: 'failure',
        logPath: '/logs/1.log',
      });
      assert.deepEqual(result, { applied: true, taskId, taskState: 'queued', endedLeases: [] });
      const { task, frames, isQueued } = await find(taskId);
      assert.deepEqual(
        [task.isRunning, task.machineId, task.startedAtMs, task.endedAtMs],
        [false, null, startMs, null],
      );
      assert.equal(frames.pending, 10);
      assert.equal(isQueued, true);
      const [attempt] = await listAttempts(farm.database.db, { taskId });
      assert.equal(attempt?.signalName, 'SIGSEGV');
      assert.equal(attempt.logPath, '/logs/1.log');
      assert.equal(attempt.message?.length, 4000);
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
      assert.equal(await hasAttempt(db, given), true);
      assert.equal(await hasAttempt(db, { ...given, leaseId: 500_000 }), true);
      assert.equal(await hasAttempt(db, { ...given, leaseId: 1 }), false);
      assert.equal(await hasAttempt(db, { ...given, machineId: farm.otherMachineId }), false);
    });

    test('a task that fails keeps its start and its reason, and ends its other leases', async () => {
      const taskId = await farm.submit();
      const [bad, other] = [
        await farm.lease(taskId, 1, 5),
        await farm.lease(taskId, 6, 8, farm.otherMachineId),
      ];
      await startLease(farm.database, { ...bad, startedAtMs: startMs });
      const result = await end(bad, {
        outcome: { kind: 'failed', exitCode: 3_221_225_477, message: 'boom' },
        frames: 'failed',
        countAs: 'failure',
        reason: 'It failed three times.',
      });
      assert.deepEqual(result, {
        applied: true,
        taskId,
        taskState: 'failed',
        endedLeases: [{ leaseId: other.leaseId, machineId: farm.otherMachineId }],
      });
      const { task, frames, isQueued } = await find(taskId);
      assert.deepEqual(frames, { pending: 5, leased: 0, done: 0, failed: 5 });
      assert.equal(isQueued, false);
      assert.equal(task.startedAtMs, startMs);
      assert.equal(task.endedAtMs, endedAtMs);
      assert.equal(task.isSuccess, false);
      assert.equal(task.failureReason, 'It failed three times.');
      assert.deepEqual(await end(other), { applied: false });
      assert.equal((await listAttempts(farm.database.db, { taskId }))[0]?.exitCode, 3_221_225_477);
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  findTask,
  frameRangesByState,
  listAttempts,
  listFailedAttempts,
  listFrames,
  listLiveLeases,
  loadFarmTasks,
} from '../index.ts';
import { buildFarm, doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

export function exerciseLeaseEnds(newPlace: NewPlace): void {
  describe('starts, ends and shrinks of a farm commit', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace), 1000);
    });
    after(() => farm.database.close());

    const find = async (taskId: number) =>
      (await findTask(farm.database.db, { taskId })) ?? assert.fail('no task');
    const rangesOf = (taskId: number) => frameRangesByState(farm.database.db, { taskId });

    test('the first start is the start of the task; saying so again is no refusal', async () => {
      const taskId = await farm.submit();
      const [first, second] = [
        await farm.grant(taskId, 1, 1),
        await farm.grant(taskId, 2, 2, { machineId: farm.otherMachineId }),
      ];
      const wrong = { ...startOf(first), token: 'wrong' };
      assert.deepEqual((await farm.commit({ starts: [wrong] })).refusedStarts, [first.leaseId]);
      assert.equal((await find(taskId)).task.state, 'queued');
      const starts = [startOf(second, startMs + 50), startOf(first, startMs + 40)];
      assert.deepEqual((await farm.commit({ starts })).refusedStarts, []);
      assert.deepEqual((await farm.commit({ starts: [startOf(first, startMs + 99)] })).refusedStarts, []);
      const { task } = await find(taskId);
      assert.deepEqual(
        [task.state, task.isRunning, task.startedAtMs, task.machineId],
        ['running', true, startMs + 40, farm.machineId],
      );
      const attempts = await listAttempts(farm.database.db, { taskId });
      assert.deepEqual(
        attempts.map(({ startedAtMs }) => startedAtMs),
        [startMs + 40, startMs + 50],
      );
    });

    test('an end is recorded with everything that is said about it', async () => {
      const taskId = await farm.submit();
      const lease = await farm.grant(taskId, 1, 5);
      const message = `line 1\nline "2"\t\\ é 🎬 \0 \ud800 ${'x'.repeat(5000)}`;
      await farm.commit({
        ends: [
          endOf(lease, {
            outcome: { kind: 'failed', exitCode: 3_221_225_477, message },
            cause: 'out-of-memory',
            failedFrame: 3,
            countAs: 'failure',
            logPath: '/logs/1 "x".log',
            logTail: `${'a'.repeat(9000)}the end 🎬\r\n`,
          }),
        ],
      });
      const [attempt] = await listAttempts(farm.database.db, { taskId });
      assert.ok(attempt);
      assert.equal(attempt.endedAtMs, startMs + 3_600_000);
      assert.equal(attempt.outcome, 'failed');
      assert.equal(attempt.exitCode, 3_221_225_477);
      assert.equal(attempt.message, message.slice(0, 4000).replace('\0', '\u{FFFD}').toWellFormed());
      assert.equal(attempt.cause, 'out-of-memory');
      assert.equal(attempt.failedFrame, 3);
      assert.equal(attempt.logPath, '/logs/1 "x".log');
      assert.equal(attempt.logTail?.length, 8192);
      assert.ok(attempt.logTail.endsWith('the end 🎬\r\n'));
      assert.deepEqual((await find(taskId)).frames, { pending: 10, leased: 0, done: 0, failed: 0 });
      assert.equal((await find(taskId)).task.failedAttempts, 1);
      assert.deepEqual(await listFailedAttempts(farm.database.db, { taskId, limit: 10 }), [attempt]);
    });

    test('another token, another task and a lease that has ended: refused, and nothing changes', async () => {
      const taskId = await farm.submit();
      const other = await farm.submit();
      const lease = await farm.grant(taskId, 1, 10);
      for (const changes of [{ token: 'wrong' }, { taskId: other }]) {
        const { refusedEnds } = await farm.commit({
          ends: [endOf(lease, { ...changes, countAs: 'failure' })],
        });
        assert.deepEqual(refusedEnds, [lease.leaseId]);
      }
      const twice = [endOf(lease, { countAs: 'failure' }), endOf(lease, { countAs: 'failure' })];
      assert.deepEqual((await farm.commit({ ends: twice })).refusedEnds, [lease.leaseId]);
      assert.deepEqual((await farm.commit({ ends: twice })).refusedEnds, [lease.leaseId, lease.leaseId]);
      assert.equal((await find(taskId)).task.failedAttempts, 1);
      assert.equal((await find(other)).task.failedAttempts, 0);
    });

    test('a task is back in the queue when its last lease ends', async () => {
      const taskId = await farm.submit();
      const [first, second] = [
        await farm.grant(taskId, 1, 1),
        await farm.grant(taskId, 2, 2, { machineId: farm.otherMachineId }),
      ];
      const canceled = { outcome: { kind: 'canceled' } } as const;
      await farm.commit({ starts: [startOf(first), startOf(second)] });
      await farm.commit({ ends: [endOf(first, canceled)] });
      assert.equal((await find(taskId)).task.machineId, farm.otherMachineId);
      await farm.commit({
        ends: [endOf(second, canceled)],
        notBefore: [{ taskId, notBeforeMs: startMs + 5 }],
      });
      const { task, isQueued } = await find(taskId);
      assert.deepEqual(
        [task.state, task.isRunning, task.machineId, task.startedAtMs, isQueued],
        ['queued', false, null, startMs, true],
      );
      const load = async () => (await loadFarmTasks(farm.database.db, { taskIds: [taskId] }))[0]?.notBeforeMs;
      assert.equal(await load(), startMs + 5);
      await farm.commit({ notBefore: [{ taskId, notBeforeMs: null }] });
      assert.equal(await load(), 0);
    });

    test('a machine that names no frames has done all of them when it ends well', async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 200 }] });
      const [long, short] = [await farm.grant(taskId, 1, 190), await farm.grant(taskId, 191, 200)];
      await farm.commit({ framesDone: [doneOf(short, 195)] });
      await farm.commit({
        ends: [endOf(long, { completesFrames: true }), endOf(short, { completesFrames: true })],
      });
      assert.deepEqual((await rangesOf(taskId)).done, [{ first: 1, last: 200 }]);
      const frames = await listFrames(farm.database.db, { taskId, afterFrame: 189, limit: 2 });
      assert.deepEqual(
        frames.map(({ attemptId, leaseId }) => [attemptId, leaseId]),
        [
          [long.leaseId, null],
          [short.leaseId, null],
        ],
      );
    });

    test('frames go on under the copy that has them; one that ended meanwhile hands them back', async () => {
      const taskId = await farm.submit();
      const copyOf = (frame: number) =>
        farm.grant(taskId, frame, frame, { isDuplicate: true, machineId: farm.otherMachineId });
      const lost = { outcome: { kind: 'machine-lost', message: '' }, countAs: 'machine-loss' } as const;
      const range = await farm.grant(taskId, 1, 4);
      const [second, third] = [await copyOf(2), await copyOf(3)];
      await farm.commit({
        ends: [
          endOf(third, lost),
          endOf(range, {
            ...lost,
            handedOver: [
              { frame: 2, toLeaseId: second.leaseId },
              { frame: 3, toLeaseId: third.leaseId },
              { frame: 4, toLeaseId: second.leaseId },
            ],
          }),
        ],
      });
      const { leased, pending } = await rangesOf(taskId);
      assert.deepEqual(leased, [{ first: 2, last: 2 }]);
      assert.deepEqual(pending, [
        { first: 1, last: 1 },
        { first: 3, last: 10 },
      ]);
      assert.deepEqual((await farm.commit({ framesDone: [doneOf(second)] })).refusedFrames, []);
      await farm.commit({ ends: [endOf(second)] });
      assert.deepEqual((await rangesOf(taskId)).done, [{ first: 2, last: 2 }]);
    });

    test('a shrunk lease gives its last frames back, which it can finish no more', async () => {
      const taskId = await farm.submit({ frames: [{ first: 1, last: 300 }] });
      const lease = await farm.grant(taskId, 1, 300);
      const shrink = (lastFrame: number, token = lease.token) =>
        farm.commit({ shrinks: [{ leaseId: lease.leaseId, token, lastFrame }] });
      assert.deepEqual((await shrink(100, 'wrong')).refusedShrinks, [lease.leaseId]);
      assert.deepEqual((await shrink(0)).refusedShrinks, [lease.leaseId]);
      assert.deepEqual((await shrink(301)).refusedShrinks, [lease.leaseId]);
      assert.deepEqual((await shrink(300)).refusedShrinks, []);
      const { refusedFrames } = await farm.commit({
        framesDone: [doneOf(lease, 1), doneOf(lease, 12)],
        shrinks: [{ leaseId: lease.leaseId, token: lease.token, lastFrame: 10 }],
      });
      assert.deepEqual(refusedFrames, []);
      assert.deepEqual(await rangesOf(taskId), {
        pending: [
          { first: 11, last: 11 },
          { first: 13, last: 300 },
        ],
        leased: [{ first: 2, last: 10 }],
        done: [
          { first: 1, last: 1 },
          { first: 12, last: 12 },
        ],
        failed: [],
      });
      const late = await farm.commit({ framesDone: [doneOf(lease, 11)] });
      assert.deepEqual(late.refusedFrames, [{ leaseId: lease.leaseId, frame: 11 }]);
      const live = (await listLiveLeases(farm.database.db)).find(({ leaseId }) => leaseId === lease.leaseId);
      assert.equal(live?.lastFrame, 10);
      assert.equal((await listAttempts(farm.database.db, { taskId }))[0]?.lastFrame, 10);
      await farm.commit({ ends: [endOf(lease)] });
      assert.deepEqual((await shrink(5)).refusedShrinks, [lease.leaseId]);
    });

    test('what failed is told by frame and machine; losses by frame', async () => {
      const taskId = await farm.submit();
      const { machineId, otherMachineId } = farm;
      const failure = {
        outcome: { kind: 'crashed', signal: 'SIGSEGV', message: '' },
        cause: 'engine-error',
        countAs: 'failure',
      } as const;
      const [first, second, third, declined] = [
        await farm.grant(taskId, 1, 4),
        await farm.grant(taskId, 5, 5, { machineId: otherMachineId }),
        await farm.grant(taskId, 6, 8),
        await farm.grant(taskId, 9, 9),
      ];
      await farm.commit({
        ends: [
          endOf(first, { ...failure, failedFrame: 3 }),
          endOf(second, { ...failure, failedFrame: 77 }),
          endOf(third, { outcome: { kind: 'machine-lost', message: '' }, countAs: 'machine-loss' }),
          endOf(declined, { outcome: { kind: 'could-not-start', message: 'busy' } }),
        ],
      });
      const [row] = await loadFarmTasks(farm.database.db, { taskIds: [taskId] });
      assert.deepEqual(row?.failures, [
        { frame: 3, machineId },
        { frame: 5, machineId: otherMachineId },
      ]);
      assert.deepEqual(row.machineLosses, [{ frame: 6 }]);
      const failed = await listFailedAttempts(farm.database.db, { taskId, limit: 3 });
      assert.deepEqual(
        failed.map(({ attemptId, signalName }) => [attemptId, signalName]),
        [
          [declined.leaseId, null],
          [third.leaseId, null],
          [second.leaseId, 'SIGSEGV'],
        ],
      );
    });
  });
}

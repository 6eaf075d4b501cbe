import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FarmDecision } from './farm-verdicts.ts';
import type { Farm } from './farm.ts';
import {
  decideAndConfirm,
  emptyFarm,
  grantsAt,
  hpcMachine,
  machineOf,
  rangeTask,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

function describeDecision(decision: FarmDecision): string {
  if (decision.kind === 'grant')
    return `grant ${textOf(decision.lease)}${decision.lease.isDuplicate ? ' again' : ''}`;
  if (decision.kind === 'retract')
    return `retract ${textOf(decision.lease)} ${decision.keepThrough ?? 'whole'}`;
  return decision.kind;
}

/** Machine 1 has rendered the first frames of task 1, so that its frames are known to take 100 ms. */
function farmWithKnownFrames(frames: number, policy = {}): { farm: Farm; nowMs: number } {
  const farm = emptyFarm(policy);
  farm.putMachine(machineOf(1), 0);
  farm.putTask(taskOf(1, frames), 0);
  let nowMs = 0;
  for (let done = 0; done < 4; done += 1) {
    grantsAt(farm, nowMs);
    const [lease] = farm.leasesOfMachine(1);
    assert.ok(lease !== undefined);
    nowMs = renderLease(farm, lease, nowMs, 100);
  }
  grantsAt(farm, nowMs);
  return { farm, nowMs };
}

describe('at the tail, idle machines', () => {
  it('take leases that wait elsewhere', () => {
    const { farm, nowMs } = farmWithKnownFrames(6);
    const [running] = farm.leasesOfMachine(1);
    assert.ok(running !== undefined);
    farm.leaseStarted(running.leaseId, nowMs);
    farm.putMachine(machineOf(2), nowMs);
    const decisions = decideAndConfirm(farm, nowMs);
    assert.deepEqual(decisions.map(describeDecision), ['retract 1@1:6 whole', 'grant 1@2:6']);
    assert.equal(farm.leasesOfMachine(1).length, 1);
  });

  it('do not take what would be done sooner where it is', () => {
    const { farm, nowMs } = farmWithKnownFrames(6);
    const [running] = farm.leasesOfMachine(1);
    assert.ok(running !== undefined);
    farm.leaseStarted(running.leaseId, nowMs);
    farm.sessionOpened(running.leaseId, 5000);
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(decideAndConfirm(farm, nowMs), []);
  });

  it('never touch a grant that is not in the database yet', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 2), 0);
    farm.decide(0, 10);
    farm.putMachine(machineOf(2), 0);
    assert.deepEqual(farm.decide(0, 10), []);
  });

  it('take the unstarted end of a range that runs', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0, targetRangeMs: 10_000 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(rangeTask(1, 21), 0);
    const [first] = grantsAt(farm, 0);
    assert.ok(first !== undefined);
    let nowMs = renderLease(farm, first, 0, 2000);
    let lease = grantsAt(farm, nowMs)[0];
    while (lease !== undefined && lease.frames.last < 20) {
      nowMs = renderLease(farm, lease, nowMs, 2000);
      lease = grantsAt(farm, nowMs)[0];
    }
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, nowMs);
    farm.putMachine(machineOf(2), nowMs);
    decideAndConfirm(farm, nowMs);
    assert.equal(farm.task(1)?.pending, 0);
    assert.ok(farm.leasesOfMachine(2).length === 1);
  });

  it('leave the frame that a range is at, and share the rest by speed', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(rangeTask(1, 40, { pending: [{ first: 1, last: 20 }] }), 0);
    farm.adoptLease(
      {
        leaseId: 50,
        taskId: 1,
        machineId: 1,
        frames: { first: 1, last: 20 },
        token: 'adopted',
        isDuplicate: false,
        state: 'running',
        grantedAtMs: 0,
        expiresAtMs: 1000,
        startedAtMs: 0,
      },
      0,
    );
    for (let frame = 1; frame <= 10; frame += 1) farm.frameDone(50, frame, { renderMs: 2000 }, frame * 2000);
    farm.putMachine(machineOf(2), 20_000);
    assert.deepEqual(decideAndConfirm(farm, 20_000).map(describeDecision), [
      'retract 1@1:1-15 15',
      'grant 1@2:16-20',
    ]);
    assert.equal(farm.lease(50)?.frames.last, 15);
    assert.equal(farm.frameDone(50, 16, { renderMs: 1 }, 21_000).isAccepted, false);
  });

  it('render the frame with the longest time left once more, and the first result wins', () => {
    const { farm, nowMs } = farmWithKnownFrames(5);
    const [slow] = farm.leasesOfMachine(1);
    assert.ok(slow !== undefined);
    farm.leaseStarted(slow.leaseId, nowMs);
    farm.frameProgress(slow.leaseId, 5, 0.1, nowMs + 1000);
    farm.putMachine(machineOf(2), nowMs + 1000);
    const decisions = decideAndConfirm(farm, nowMs + 1000);
    assert.deepEqual(decisions.map(describeDecision), ['grant 1@2:5 again']);
    const [copy] = farm.leasesOfMachine(2);
    assert.ok(copy !== undefined);
    farm.leaseStarted(copy.leaseId, nowMs + 1001);
    const verdict = farm.frameDone(copy.leaseId, 5, { renderMs: 100 }, nowMs + 1100);
    assert.equal(verdict.isAccepted, true);
    assert.deepEqual(
      verdict.supersededLeases.map(({ leaseId }) => leaseId),
      [slow.leaseId],
    );
    assert.deepEqual(verdict.taskEnds, { event: 'succeed', reason: null });
    assert.equal(farm.frameDone(slow.leaseId, 5, { renderMs: 1 }, nowMs + 1101).isAccepted, false);
  });

  it('do not copy a frame that will be done sooner where it is', () => {
    const { farm, nowMs } = farmWithKnownFrames(5);
    const [running] = farm.leasesOfMachine(1);
    assert.ok(running !== undefined);
    farm.leaseStarted(running.leaseId, nowMs);
    farm.frameProgress(running.leaseId, 5, 0.9, nowMs + 900);
    farm.putMachine(machineOf(2), nowMs + 900);
    assert.deepEqual(decideAndConfirm(farm, nowMs + 900), []);
    // It stands still: then the copy is worth it, and the farm asks to be woken to see that.
    assert.ok((farm.nextWakeMs(nowMs + 900) ?? Infinity) <= nowMs + 1000);
    assert.equal(decideAndConfirm(farm, nowMs + 3000).length, 1);
  });

  it('copy a frame no more often than allowed', () => {
    const { farm, nowMs } = farmWithKnownFrames(5, { maxCopiesPerFrame: 3 });
    const [slow] = farm.leasesOfMachine(1);
    assert.ok(slow !== undefined);
    farm.leaseStarted(slow.leaseId, nowMs);
    for (let id = 2; id <= 5; id += 1) farm.putMachine(machineOf(id), nowMs);
    for (let later = 0; later < 20; later += 1) decideAndConfirm(farm, nowMs + 1000 * later);
    assert.equal(farm.task(1)?.leases, 3);
    assert.equal(farm.task(1)?.leased, 1);
  });

  it('copy nothing when that is switched off, and nothing of machines of version 1', () => {
    const { farm, nowMs } = farmWithKnownFrames(5, { maxCopiesPerFrame: 1 });
    const [slow] = farm.leasesOfMachine(1);
    assert.ok(slow !== undefined);
    farm.leaseStarted(slow.leaseId, nowMs);
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(decideAndConfirm(farm, nowMs + 50_000), []);
    const other = emptyFarm();
    other.putMachine(hpcMachine(1), 0);
    other.putTask(rangeTask(1, 2), 0);
    const [lease] = grantsAt(other, 0);
    assert.ok(lease !== undefined);
    other.leaseStarted(lease.leaseId, 0);
    other.putMachine(machineOf(2), 0);
    assert.deepEqual(decideAndConfirm(other, 50_000), []);
  });

  it('go on with a frame when the machine that had it first is lost', () => {
    const { farm, nowMs } = farmWithKnownFrames(5);
    const [slow] = farm.leasesOfMachine(1);
    assert.ok(slow !== undefined);
    farm.leaseStarted(slow.leaseId, nowMs);
    farm.frameProgress(slow.leaseId, 5, 0.1, nowMs + 1000);
    farm.putMachine(machineOf(2), nowMs + 1000);
    decideAndConfirm(farm, nowMs + 1000);
    const [copy] = farm.leasesOfMachine(2);
    const [verdict] = farm.loseMachine(1, nowMs + 1001);
    assert.ok(copy !== undefined);
    assert.deepEqual(verdict?.handedOver, [{ frame: 5, toLeaseId: copy.leaseId }]);
    assert.deepEqual(verdict.releasedFrames, []);
    assert.deepEqual(farm.task(1)?.pending, 0);
    assert.deepEqual(
      farm.frameDone(copy.leaseId, 5, { renderMs: 1 }, nowMs + 1100).taskEnds?.event,
      'succeed',
    );
  });

  it('take nothing of paused tasks', () => {
    const { farm, nowMs } = farmWithKnownFrames(6);
    const [running] = farm.leasesOfMachine(1);
    assert.ok(running !== undefined);
    farm.leaseStarted(running.leaseId, nowMs);
    farm.putTask(taskOf(1, 0, { framesDone: 4, isPaused: true }), nowMs);
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(decideAndConfirm(farm, nowMs), []);
  });
});

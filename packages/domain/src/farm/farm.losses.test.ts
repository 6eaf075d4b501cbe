import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FailureCause } from '../failures/failure-cause.ts';
import type { EndVerdict } from './farm-verdicts.ts';
import type { Farm } from './farm.ts';
import { emptyFarm, engineError, grantsAt, machineOf, taskOf, textOf } from './testing/builders.ts';

/** Farm without waiting leases: one frame a machine. */
function farmWith(machines: number, policy = {}): Farm {
  const farm = emptyFarm({ prefetchPerSlot: 0, ...policy });
  for (let id = 1; id <= machines; id += 1) farm.putMachine(machineOf(id), 0);
  return farm;
}

/** The only lease of the machine starts and fails. */
function failOn(
  farm: Farm,
  machineId: number,
  nowMs: number,
  cause: FailureCause = 'engine-error',
): EndVerdict {
  const [lease] = farm.leasesOfMachine(machineId);
  assert.ok(lease !== undefined, `machine ${machineId} has a lease`);
  farm.leaseStarted(lease.leaseId, nowMs);
  const verdict = farm.leaseEnded(
    lease.leaseId,
    { ...engineError, cause, failedFrame: lease.frames.first },
    nowMs,
  );
  assert.ok(verdict !== undefined);
  return verdict;
}

describe('what is nobody’s fault', () => {
  it('is a lost machine: its frames are ready at once, and no attempt is counted', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 2), 0);
    for (const { leaseId } of grantsAt(farm, 0)) farm.leaseStarted(leaseId, 0);
    const [verdict] = farm.loseMachine(1, 5);
    assert.equal(verdict?.cause, 'machine-lost');
    assert.equal(verdict.countAs, 'machine-loss');
    assert.deepEqual(verdict.releasedFrames, [{ first: 1, last: 1 }]);
    assert.equal(verdict.notBeforeMs, null);
    assert.equal(farm.task(1)?.pending, 1);
    farm.putMachine(machineOf(3), 5);
    assert.deepEqual(grantsAt(farm, 5).map(textOf), ['1@3:1']);
  });

  it('costs nothing at all when the machine had not begun', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    grantsAt(farm, 0);
    assert.equal(farm.loseMachine(1, 1)[0]?.countAs, null);
  });

  it('until it happens to a frame suspiciously often', () => {
    const farm = farmWith(0);
    farm.putTask(taskOf(1, 1), 0);
    let losses = 0;
    for (let id = 1; farm.task(1) !== undefined && id < 99; id += 1) {
      farm.putMachine(machineOf(id), id);
      const [lease] = grantsAt(farm, id);
      assert.ok(lease !== undefined);
      farm.leaseStarted(lease.leaseId, id);
      farm.removeMachine(id, id);
      losses += 1;
    }
    assert.equal(losses, 10);
  });

  it('is a project that cannot be fetched, which is tried again later', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    grantsAt(farm, 0);
    const verdict = failOn(farm, 1, 0, 'project-unavailable');
    assert.equal(verdict.countAs, 'machine-loss');
    assert.equal(verdict.notBeforeMs, 750);
    assert.equal(verdict.machine.kind, 'ok');
  });

  it('is a lease that its machine declines: it rests, the frames go elsewhere', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 3), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    const verdict = farm.leaseDeclined(lease.leaseId, { restMs: 5000 }, 10);
    assert.equal(verdict?.countAs, null);
    assert.deepEqual(verdict.releasedFrames, [{ first: 1, last: 1 }]);
    assert.deepEqual(grantsAt(farm, 10), []);
    assert.equal(farm.nextWakeMs(10), 5010);
    assert.equal(grantsAt(farm, 5010).length, 1);
  });

  it('is what a machine says of a lease that is not live', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    assert.equal(farm.leaseEnded(99, engineError, 0), undefined);
    assert.equal(farm.leaseDeclined(99, { restMs: 1 }, 0), undefined);
    assert.equal(farm.leaseStarted(99, 0), false);
    assert.equal(farm.frameDone(99, 1, { renderMs: 1 }, 0).isAccepted, false);
    assert.deepEqual(farm.loseMachine(99, 0), []);
    assert.deepEqual(farm.removeTask(99), []);
  });
});

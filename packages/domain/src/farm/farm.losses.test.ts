import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Farm } from './farm.ts';
import {
  emptyFarm,
  engineError,
  failOn,
  farmWith,
  grantsAt,
  machineOf,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

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

describe('a machine that is lost whenever it is given work', () => {
  /** The machine connects, is offered what there is, and is gone at once. @returns how many leases it had */
  function comeAndGo(farm: Farm, machineId: number, nowMs: number): number {
    farm.putMachine(machineOf(machineId), nowMs);
    const leases = grantsAt(farm, nowMs).filter((lease) => lease.machineId === machineId).length;
    farm.loseMachine(machineId, nowMs);
    return leases;
  }

  it('is given some after ever longer rests, until the frame is given up with the reason', () => {
    const farm = farmWith(0);
    farm.putTask(taskOf(1, 20), 0);
    const triedAtMs: number[] = [];
    let nowMs = 0;
    for (; farm.task(1) !== undefined && nowMs < 3_600_000; nowMs += 250) {
      if (comeAndGo(farm, 1, nowMs) > 0) triedAtMs.push(nowMs / 1000);
    }
    assert.equal(farm.task(1), undefined, 'the task has failed');
    assert.deepEqual(triedAtMs, [0, 0.25, 1, 2.5, 5.5, 11.5, 23.5, 47.5, 92.5, 137.5]);
  });

  it('costs nothing the first time: it gets work as soon as it is back', () => {
    const farm = farmWith(0);
    farm.putTask(taskOf(1, 20), 0);
    for (const nowMs of [0, 1, 2]) {
      assert.equal(comeAndGo(farm, 1, nowMs), nowMs < 2 ? 1 : 0);
    }
    farm.putMachine(machineOf(1), 1000);
    const [lease] = grantsAt(farm, 1000);
    assert.ok(lease !== undefined);
    renderLease(farm, lease, 1000, 10);
    farm.loseMachine(1, 1020);
    assert.equal(comeAndGo(farm, 1, 1030), 1, 'it did a frame meanwhile');
  });

  it('gets other frames than those that it was lost with twice, as long as others can render them', () => {
    const farm = farmWith(0);
    farm.putTask(taskOf(1, 4), 0);
    farm.putTask(taskOf(2, 1, { priority: 9 }), 0);
    farm.putMachine(machineOf(2), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@2:1'], 'it is busy from now on');
    const given: number[] = [];
    for (let nowMs = 0; nowMs < 20_000; nowMs += 100) {
      farm.putMachine(machineOf(1), nowMs);
      given.push(...grantsAt(farm, nowMs).map(({ frames }) => frames.first));
      farm.loseMachine(1, nowMs);
    }
    assert.deepEqual(given, [1, 1, 2, 2, 3, 3]);
    assert.equal(farm.task(1)?.pending, 4);
  });

  it('is told of where somebody asks why the task waits', () => {
    const farm = farmWith(0);
    farm.putTask(taskOf(1, 1), 0);
    for (const nowMs of [0, 1]) comeAndGo(farm, 1, nowMs);
    farm.putMachine(machineOf(1), 10);
    assert.deepEqual(grantsAt(farm, 10), []);
    assert.equal(
      farm.whyWaiting(1, 10),
      'The machines that can render it were lost again and again when they had work; the next one is tried in 1 s.',
    );
  });

  it('is not to blame for what only waited there, nor is that', () => {
    const farm = emptyFarm();
    farm.putTask(taskOf(1, 2), 0);
    farm.putMachine(machineOf(1), 0);
    assert.equal(grantsAt(farm, 0).length, 2);
    const verdicts = farm.loseMachine(1, 0);
    assert.deepEqual(
      verdicts.map(({ countAs, cause }) => [countAs, cause]),
      [
        ['machine-loss', 'machine-lost'],
        [null, 'machine-lost'],
      ],
    );
  });
});

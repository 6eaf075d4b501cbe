import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideAndConfirm, emptyFarm, grantsAt, machineOf, taskOf } from './testing/builders.ts';

describe('an urgent task', () => {
  it('takes the place of every lease that waits on thousands of machines, without holding anything up', () => {
    const machines = 3000;
    const farm = emptyFarm();
    for (let machineId = 1; machineId <= machines; machineId += 1) farm.putMachine(machineOf(machineId), 0);
    farm.putTask(taskOf(1, 10 * machines), 0);
    for (let grants = grantsAt(farm, 0); grants.length > 0; grants = grantsAt(farm, 0));
    for (let machineId = 1; machineId <= machines; machineId += 1) {
      farm.leaseStarted(farm.leasesOfMachine(machineId)[0]?.leaseId ?? 0, 0);
    }
    farm.putTask(taskOf(2, 10 * machines, { priority: 1 }), 10);
    const beganMs = performance.now();
    while (decideAndConfirm(farm, 10).length > 0);
    // A fraction of a second; with a look at every machine for every lease it would be ten.
    assert.ok(performance.now() - beganMs < 3000);
    assert.equal(farm.task(2)?.leases, machines);
    assert.equal(farm.task(1)?.leases, machines);
  });

  it('takes them first from whoever has most of the lowest priority', () => {
    const farm = emptyFarm();
    for (let machineId = 1; machineId <= 6; machineId += 1) farm.putMachine(machineOf(machineId), 0);
    farm.putTask(taskOf(1, 100, { userId: 1 }), 0);
    farm.putTask(taskOf(2, 100, { userId: 2, userWeight: 2 }), 0);
    for (const lease of grantsAt(farm, 0)) {
      if (farm.leasesOfMachine(lease.machineId)[0]?.leaseId === lease.leaseId) {
        farm.leaseStarted(lease.leaseId, 0);
      }
    }
    const leasesOf = (taskId: number) => farm.task(taskId)?.leases ?? 0;
    assert.deepEqual([leasesOf(1), leasesOf(2)], [4, 8]);
    farm.putTask(taskOf(3, 3, { userId: 3, priority: 1 }), 10);
    decideAndConfirm(farm, 10);
    assert.deepEqual([leasesOf(1), leasesOf(2), leasesOf(3)], [3, 6, 3]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FarmTask } from './farm-task.ts';
import type { Farm } from './farm.ts';
import {
  emptyFarm,
  grantsAt,
  hpcMachine,
  machineOf,
  rangeTask,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

/** A farm without waiting leases, so that every grant fills a slot. */
function farmWith(machines: number, tasks: readonly FarmTask[]): Farm {
  const farm = emptyFarm({ prefetchPerSlot: 0 });
  for (let id = 1; id <= machines; id += 1) farm.putMachine(machineOf(id), 0);
  for (const task of tasks) farm.putTask(task, 0);
  return farm;
}

/** Renders one frame after another on one machine: whose turn it was each time. */
function servedInTurn(farm: Farm, count: number): number[] {
  const served: number[] = [];
  let nowMs = 0;
  for (let turn = 0; turn < count; turn += 1) {
    const [lease] = grantsAt(farm, nowMs);
    assert.ok(lease !== undefined);
    served.push(lease.taskId);
    nowMs = renderLease(farm, lease, nowMs, 100);
  }
  return served;
}

describe('the order of tasks', () => {
  it('is by priority before anything else', () => {
    const farm = farmWith(3, [taskOf(1, 9), taskOf(2, 2, { priority: 5 }), taskOf(3, 9, { priority: -1 })]);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@1:1', '2@2:2', '1@3:1']);
  });

  it('is by age among the tasks of one user', () => {
    const farm = farmWith(2, [
      taskOf(1, 1, { queuedAtMs: 9 }),
      taskOf(2, 1, { queuedAtMs: 3 }),
      taskOf(3, 1, { queuedAtMs: 9 }),
    ]);
    assert.deepEqual(grantsAt(farm, 10).map(textOf), ['2@1:1', '1@2:1']);
  });

  it('goes on to the next task where the first one cannot be rendered', () => {
    const farm = farmWith(1, [taskOf(1, 5, { engineName: 'Maya', priority: 9 }), rangeTask(2, 1)]);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@1:1']);
  });

  it('changes with the priority of a task', () => {
    const farm = farmWith(1, [taskOf(1, 5), taskOf(2, 5)]);
    farm.putTask(taskOf(2, 5, { priority: 1 }), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@1:1']);
  });
});

describe('fair share', () => {
  it('gives users as many slots as their weights say', () => {
    const farm = farmWith(12, [
      taskOf(1, 99, { userId: 1, userWeight: 1 }),
      taskOf(2, 99, { userId: 2, userWeight: 2 }),
      taskOf(3, 99, { userId: 3, userWeight: 3 }),
    ]);
    const counts = [1, 2, 3].map((id) => grantsOf(farm, id));
    assert.deepEqual(counts, [2, 4, 6]);
  });

  function grantsOf(farm: Farm, taskId: number): number {
    grantsAt(farm, 0);
    return farm.leasesOfTask(taskId).length;
  }

  it('does not depend on how many tasks a user has', () => {
    const many = Array.from({ length: 20 }, (_, index) => taskOf(index + 1, 9, { userId: 1 }));
    const farm = farmWith(10, [...many, taskOf(50, 99, { userId: 2 })]);
    grantsAt(farm, 0);
    assert.equal(farm.leasesOfTask(50).length, 5);
  });

  it('takes turns where there is one slot for all', () => {
    const farm = farmWith(1, [
      rangeTask(1, 50, { userId: 1 }),
      rangeTask(2, 50, { userId: 2 }),
      rangeTask(3, 50, { userId: 3 }),
    ]);
    // The first lease of a machine has one frame; time plays no role.
    assert.deepEqual(servedInTurn(farm, 6), [1, 2, 3, 1, 2, 3]);
  });

  it('lets weights count in turns as well, and starves nobody', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0, sceneTurnMs: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 400, { userId: 1, userWeight: 9 }), 0);
    farm.putTask(taskOf(2, 400, { userId: 2, userWeight: 1 }), 0);
    const served = servedInTurn(farm, 40);
    const ofSecond = served.filter((taskId) => taskId === 2).length;
    assert.ok(ofSecond >= 3 && ofSecond <= 6, `${ofSecond} of 40`);
  });

  it('gives a newcomer the next slot that becomes free, whatever others hold', () => {
    const farm = farmWith(4, [taskOf(1, 999, { userId: 1 })]);
    const first = grantsAt(farm, 0);
    farm.putTask(taskOf(2, 9, { userId: 2 }), 1);
    assert.deepEqual(grantsAt(farm, 1), []);
    assert.ok(first[2] !== undefined);
    renderLease(farm, first[2], 1, 10);
    assert.deepEqual(grantsAt(farm, 11).map(textOf), ['2@3:1']);
  });

  it('takes a waiting lease back for a newcomer, on the machine that is free soonest', () => {
    const farm = emptyFarm();
    for (let id = 1; id <= 3; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(taskOf(1, 99, { userId: 1 }), 0);
    for (const lease of grantsAt(farm, 0).slice(0, 3)) renderLease(farm, lease, 0, 1000);
    for (const { leaseId, machineId } of farm.leasesOfTask(1).filter(({ state }) => state === 'offered')) {
      farm.leaseStarted(leaseId, 1000 - machineId);
    }
    grantsAt(farm, 1000);
    farm.putTask(taskOf(2, 9, { userId: 2 }), 1100);
    const decisions = farm.decide(1100, 100);
    assert.deepEqual(
      decisions.map((decision) =>
        decision.kind === 'end-task'
          ? ''
          : `${decision.kind} ${textOf('lease' in decision ? decision.lease : decision.verdict.lease)}`,
      ),
      ['retract 1@3:9', 'grant 2@3:1'],
    );
    assert.equal(farm.task(1)?.pending, 91);
  });

  it('takes waiting leases back for a higher priority, as many as it has frames', () => {
    const farm = emptyFarm();
    for (let id = 1; id <= 3; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(taskOf(1, 99), 0);
    grantsAt(farm, 0);
    for (const { leaseId } of farm.leasesOfTask(1).slice(0, 3)) farm.leaseStarted(leaseId, 0);
    farm.putTask(taskOf(2, 2, { priority: 1 }), 1);
    const decisions = farm.decide(1, 100);
    assert.deepEqual(
      decisions.map(({ kind }) => kind),
      ['retract', 'grant', 'retract', 'grant'],
    );
    assert.equal(farm.leasesOfTask(2).length, 2);
  });

  it('serves every user within as many grants as there are users', () => {
    const users = Array.from({ length: 30 }, (_, index) => rangeTask(index + 1, 500, { userId: index + 1 }));
    const served = servedInTurn(farmWith(1, users), 300);
    for (let from = 0; from + 30 <= served.length; from += 30) {
      assert.equal(new Set(served.slice(from, from + 30)).size, 30);
    }
  });
});

describe('what a task requires', () => {
  const machine = machineOf(1, { tags: ['Fast', 'linux'], gpuCount: 1, memoryMb: 8000 });
  const required = { tags: [], engineVersion: null, needsGpu: false, memoryMb: null };
  const cases: [string, Partial<FarmTask['requirements']>, boolean][] = [
    ['nothing', {}, true],
    ['tags that the machine has, in any case', { tags: ['fast', 'LINUX'] }, true],
    ['a tag too many', { tags: ['fast', 'mac'] }, false],
    ['a version that it has', { engineVersion: '4.2' }, true],
    ['a version that it lacks', { engineVersion: '4.3' }, false],
    ['a GPU', { needsGpu: true }, true],
    ['as much memory as it has', { memoryMb: 8000 }, true],
    ['more memory than it has', { memoryMb: 8001 }, false],
  ];
  for (const [name, requirements, isGranted] of cases) {
    it(`${name}: ${isGranted ? 'is rendered there' : 'is not'}`, () => {
      const farm = emptyFarm({ prefetchPerSlot: 0 });
      farm.putMachine(machine, 0);
      farm.putTask(taskOf(1, 1, { requirements: { ...required, ...requirements } }), 0);
      assert.equal(grantsAt(farm, 0).length, isGranted ? 1 : 0);
    });
  }

  it('is asked of machines that come later, and again of those that change', () => {
    const farm = farmWith(1, [taskOf(1, 9, { requirements: { ...required, needsGpu: true } })]);
    assert.deepEqual(grantsAt(farm, 0), []);
    farm.putMachine(machineOf(1, { gpuCount: 2 }), 1);
    assert.deepEqual(grantsAt(farm, 1).map(textOf), ['1@1:1']);
  });

  it('may be a machine of version 1', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 3, { transport: 'hpc', takesFrames: false, adapter: 'command' }), 0);
    assert.deepEqual(grantsAt(farm, 0), []);
    farm.putMachine(hpcMachine(2), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@2:1-3']);
  });
});

describe('limits', () => {
  it('a task works on as many machines as it may, and these go on', () => {
    const farm = emptyFarm();
    for (let id = 1; id <= 4; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(taskOf(1, 9, { maxMachines: 2 }), 0);
    // Two machines, each with one lease that runs and one that waits.
    const leases = grantsAt(farm, 0);
    assert.deepEqual(leases.map(textOf).sort(), ['1@1:1', '1@1:3', '1@2:2', '1@2:4']);
    assert.ok(leases[0] !== undefined);
    renderLease(farm, leases[0], 0, 10);
    assert.deepEqual(
      grantsAt(farm, 10).map(({ machineId }) => machineId),
      [1],
    );
  });

  it('machines that accept nothing get nothing, and keep what they have', () => {
    const farm = farmWith(1, [taskOf(1, 9)]);
    grantsAt(farm, 0);
    farm.putMachine(machineOf(1, { acceptsWork: false }), 1);
    const [lease] = farm.leasesOfMachine(1);
    assert.ok(lease !== undefined);
    renderLease(farm, lease, 1, 10);
    assert.deepEqual(grantsAt(farm, 11), []);
  });

  it('a machine gets one lease a slot before any machine gets one that waits', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1, { slots: 2 }), 0);
    farm.putMachine(machineOf(2), 0);
    farm.putTask(taskOf(1, 20), 0);
    assert.deepEqual(
      grantsAt(farm, 0).map(({ machineId }) => machineId),
      [1, 1, 2, 1, 1, 2],
    );
  });

  it('gives out no more decisions than asked for, and asks to be woken for the rest', () => {
    const farm = farmWith(10, [taskOf(1, 99)]);
    assert.equal(farm.decide(0, 4).length, 4);
    assert.equal(farm.nextWakeMs(0), 0);
    assert.equal(farm.decide(0, 100).length, 6);
    assert.equal(farm.nextWakeMs(0), undefined);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  decideAndConfirm,
  emptyFarm,
  engineError,
  failOn,
  farmWith,
  grantsAt,
  hpcMachine,
  machineOf,
  rangeTask,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

describe('a frame that fails', () => {
  it('waits longer each time, with jitter, while other frames go on', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 5, { framesDone: 1 }), 0);
    grantsAt(farm, 0);
    const verdict = failOn(farm, 1, 0);
    assert.deepEqual(verdict.releasedFrames, [{ first: 1, last: 1 }]);
    assert.equal(verdict.countAs, 'failure');
    assert.equal(verdict.notBeforeMs, null);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:2']);
  });

  it('makes its task wait when it is all that is left', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    grantsAt(farm, 0);
    assert.equal(failOn(farm, 1, 0).notBeforeMs, 750);
    assert.deepEqual(grantsAt(farm, 749), []);
    assert.equal(farm.nextWakeMs(0), 750);
    assert.equal(grantsAt(farm, 750).length, 1);
    assert.equal(failOn(farm, 1, 1000).notBeforeMs, 2500);
  });

  it('fails with its task after three attempts on the only machine', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    const verdicts = [0, 10_000, 20_000].map((nowMs) => {
      grantsAt(farm, nowMs);
      return failOn(farm, 1, nowMs);
    });
    assert.deepEqual(
      verdicts.map(({ taskEnds }) => taskEnds?.event ?? null),
      [null, null, 'fail'],
    );
    assert.deepEqual(
      verdicts[2]?.failedFrames.map(({ frame }) => frame),
      [1],
    );
    assert.match(
      verdicts[2].taskEnds?.reason ?? '',
      /^Frame 1 failed in 3 attempts on 1 machine: bad\. The renderer reported an error\.$/,
    );
    assert.equal(farm.task(1), undefined);
  });

  it('is tried on another machine rather than where it failed', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 2), 0);
    grantsAt(farm, 0);
    failOn(farm, 1, 0);
    // Machine 1 is idle, machine 2 is busy with frame 2: frame 1 waits for it.
    assert.deepEqual(grantsAt(farm, 10_000), []);
    const [busy] = farm.leasesOfMachine(2);
    assert.ok(busy !== undefined);
    renderLease(farm, busy, 10_000, 100);
    assert.deepEqual(grantsAt(farm, 10_100).map(textOf), ['1@2:1']);
  });

  it('fails on as many distinct machines as there are attempts, when there are that many', () => {
    const farm = farmWith(5);
    farm.putTask(taskOf(1, 1), 0);
    const machineIds: number[] = [];
    for (let nowMs = 0; farm.task(1) !== undefined; nowMs += 100_000) {
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      machineIds.push(lease.machineId);
      failOn(farm, lease.machineId, nowMs);
    }
    assert.equal(machineIds.length, 3);
    assert.equal(new Set(machineIds).size, 3);
  });

  it('fails on both of two machines before it fails', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 1), 0);
    const machineIds: number[] = [];
    for (let nowMs = 0; farm.task(1) !== undefined; nowMs += 100_000) {
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      machineIds.push(lease.machineId);
      failOn(farm, lease.machineId, nowMs);
    }
    assert.equal(machineIds.length, 3);
    assert.equal(new Set(machineIds).size, 2);
  });

  it('lets the others go on where the task was told to, which fails at its end and names it', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 3, { continuesOnFailure: true }), 0);
    let nowMs = 0;
    let ends: string | null | undefined;
    for (let round = 0; round < 20 && farm.task(1) !== undefined; round += 1) {
      nowMs += 100_000;
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      if (lease.frames.first === 2) {
        ends = failOn(farm, 1, nowMs).taskEnds?.reason ?? ends;
      } else {
        farm.leaseStarted(lease.leaseId, nowMs);
        ends =
          farm.frameDone(lease.leaseId, lease.frames.first, { renderMs: 10 }, nowMs).taskEnds?.reason ?? ends;
        farm.leaseEnded(
          lease.leaseId,
          { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null },
          nowMs,
        );
      }
    }
    assert.equal(farm.task(1), undefined);
    assert.equal(ends, '1 frame failed, the others are done. Failed: 2.');
  });

  it('fails at once with its task and all of its leases when the cause is fatal', () => {
    const farm = farmWith(3);
    farm.putTask(taskOf(1, 9, { continuesOnFailure: true }), 0);
    grantsAt(farm, 0);
    const verdict = failOn(farm, 1, 0, 'scene-invalid');
    assert.equal(verdict.taskEnds?.event, 'fail');
    assert.deepEqual(
      verdict.otherLeases.map(({ machineId }) => machineId),
      [2, 3],
    );
    assert.deepEqual(grantsAt(farm, 0), []);
  });

  it('of a range releases the others at once, when the machine says which one it was', () => {
    const farm = farmWith(1);
    farm.putTask(rangeTask(1, 10, { pending: [{ first: 1, last: 1 }] }), 0);
    grantsAt(farm, 0);
    farm.removeTask(1);
    farm.putTask(rangeTask(2, 10, { pending: [], framesDone: 1 }), 0);
    farm.adoptLease(
      {
        leaseId: 90,
        taskId: 2,
        machineId: 1,
        frames: { first: 1, last: 6 },
        token: 't',
        isDuplicate: false,
        state: 'running',
        grantedAtMs: 0,
        expiresAtMs: 1,
        startedAtMs: 0,
        leasedFrames: [{ first: 3, last: 6 }],
      },
      0,
    );
    const verdict = farm.leaseEnded(90, { ...engineError, failedFrame: 4 }, 0);
    assert.deepEqual(verdict?.releasedFrames, [{ first: 3, last: 6 }]);
    assert.equal(verdict.failedFrame, 4);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@1:3']);
  });

  it('of a range keeps all of them waiting when nobody knows which it was', () => {
    const farm = emptyFarm();
    farm.putMachine(hpcMachine(1), 0);
    farm.putTask(rangeTask(1, 10), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, 0);
    const verdict = farm.leaseEnded(lease.leaseId, { ...engineError, cause: null }, 5);
    assert.equal(verdict?.cause, 'engine-error');
    assert.equal(verdict.notBeforeMs, 755);
    assert.deepEqual(grantsAt(farm, 5), []);
    assert.deepEqual(grantsAt(farm, 755).map(textOf), ['1@1:1-10']);
  });
});

describe('with one bad machine', () => {
  for (const goodMachines of [1, 4]) {
    it(`beside ${goodMachines} good ones a task succeeds, and is not given to the bad one again`, () => {
      const farm = emptyFarm();
      for (let id = 1; id <= goodMachines + 1; id += 1) farm.putMachine(machineOf(id), 0);
      farm.putTask(taskOf(1, 60), 0);
      let failures = 0;
      let isAvoided = false;
      let end: string | undefined;
      for (let nowMs = 0; end === undefined && nowMs < 100_000; nowMs += 100) {
        decideAndConfirm(farm, nowMs);
        for (let id = 1; id <= goodMachines + 1; id += 1) {
          const [lease] = farm.leasesOfMachine(id);
          if (lease === undefined) continue;
          if (id === 1) {
            const verdict = failOn(farm, 1, nowMs);
            isAvoided ||= verdict.machine.kind === 'avoided-by-task';
            failures += 1;
            end = verdict.taskEnds?.event;
          } else {
            farm.leaseStarted(lease.leaseId, nowMs);
            end ??= farm.frameDone(lease.leaseId, lease.frames.first, { renderMs: 90 }, nowMs).taskEnds
              ?.event;
            farm.leaseEnded(
              lease.leaseId,
              { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null },
              nowMs,
            );
          }
        }
      }
      assert.equal(end, 'succeed');
      assert.ok(isAvoided);
      // One more may have waited there already.
      assert.ok(failures <= 4, `${failures} failures`);
    });
  }

  it('that is the only one left, the task goes back to it rather than wait for ever', () => {
    const farm = farmWith(2);
    farm.putTask(taskOf(1, 9, { framesDone: 1 }), 0);
    for (let nowMs = 0; nowMs < 3; nowMs += 1) {
      grantsAt(farm, nowMs);
      failOn(farm, 1, nowMs);
    }
    assert.deepEqual(grantsAt(farm, 10), []);
    farm.loseMachine(2, 20);
    assert.deepEqual(
      grantsAt(farm, 20).map(({ machineId }) => machineId),
      [1],
    );
  });

  it('is quarantined when it fails at several tasks that go well elsewhere', () => {
    const farm = farmWith(2);
    const reasons: string[] = [];
    for (let taskId = 1; taskId <= 3; taskId += 1) {
      farm.putTask(taskOf(taskId, 50, { userId: taskId }), 0);
    }
    for (let nowMs = 0; nowMs < 30_000 && reasons.length === 0; nowMs += 100) {
      grantsAt(farm, nowMs);
      const [good] = farm.leasesOfMachine(2);
      if (good !== undefined) renderLease(farm, good, nowMs, 50);
      if (farm.leasesOfMachine(1).length === 0) continue;
      const { machine } = failOn(farm, 1, nowMs);
      if (machine.kind === 'quarantined') reasons.push(machine.reason);
    }
    assert.match(reasons[0] ?? '', /^6 attempts in a row failed there, of \d tasks\. The last one: /);
    assert.deepEqual([...farm.quarantined().keys()], [1]);
    grantsAt(farm, 50_000);
    assert.equal(farm.leasesOfMachine(1).length, 0);
    farm.release(1);
    assert.equal(farm.quarantined().size, 0);
    grantsAt(farm, 50_000);
    assert.equal(farm.leasesOfMachine(1).length, 1);
  });

  it('is not taken for bad when scenes are: they fail elsewhere too', () => {
    const farm = farmWith(2);
    for (let taskId = 1; taskId <= 4; taskId += 1) farm.putTask(taskOf(taskId, 9, { userId: taskId }), 0);
    for (
      let nowMs = 0;
      nowMs < 3_000_000 && [1, 2, 3, 4].some((id) => farm.task(id) !== undefined);
      nowMs += 10_000
    ) {
      grantsAt(farm, nowMs);
      for (const id of [1, 2]) if (farm.leasesOfMachine(id).length > 0) failOn(farm, id, nowMs);
    }
    assert.equal(farm.quarantined().size, 0);
    assert.equal(
      [1, 2, 3, 4].some((id) => farm.task(id) !== undefined),
      false,
    );
  });

  it('is quarantined on its own when the causes speak against machines', () => {
    const farm = farmWith(2);
    for (let taskId = 1; taskId <= 3; taskId += 1) {
      farm.putTask(taskOf(taskId, 30, { userId: taskId, framesDone: 1 }), 0);
    }
    for (let nowMs = 0; farm.quarantined().size === 0 && nowMs < 100_000; nowMs += 1000) {
      grantsAt(farm, nowMs);
      if (farm.leasesOfMachine(1).length > 0) failOn(farm, 1, nowMs, 'disk-full');
    }
    assert.match(farm.quarantined().get(1) ?? '', /disk/);
  });

  it('is not quarantined when it is the last one that can render what is there', () => {
    const farm = farmWith(1);
    for (let taskId = 1; taskId <= 4; taskId += 1) {
      farm.putTask(taskOf(taskId, 9, { userId: taskId }), 0);
    }
    let attempts = 0;
    for (let nowMs = 0; nowMs < 1_000_000; nowMs += 1000) {
      grantsAt(farm, nowMs);
      if (farm.leasesOfMachine(1).length === 0) continue;
      failOn(farm, 1, nowMs, 'disk-full');
      attempts += 1;
    }
    assert.equal(farm.quarantined().size, 0);
    // Each task fails after three attempts of its first frame: the others wait for a first success.
    assert.equal(attempts, 12);
  });

  it('a success in between forgives what failed before', () => {
    const farm = farmWith(1, { backoffBaseMs: 60_000 });
    farm.putTask(taskOf(1, 40, { framesDone: 1 }), 0);
    for (let round = 0; round < 8; round += 1) {
      grantsAt(farm, round * 1000);
      assert.equal(failOn(farm, 1, round * 1000).machine.kind, 'ok');
      const [lease] = grantsAt(farm, round * 1000);
      assert.ok(lease !== undefined);
      renderLease(farm, lease, round * 1000, 10);
    }
  });
});

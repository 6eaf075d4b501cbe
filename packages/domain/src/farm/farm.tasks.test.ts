import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { AdoptedLease } from './farm-lease.ts';
import {
  decideAndConfirm,
  emptyFarm,
  engineError,
  grantsAt,
  hpcMachine,
  machineOf,
  rangeTask,
  renderLease,
  taskOf,
  textOf,
} from './testing/builders.ts';

function adopted(leaseId: number, facts: Partial<AdoptedLease> = {}): AdoptedLease {
  return {
    leaseId,
    taskId: 1,
    machineId: 1,
    frames: { first: 1, last: 1 },
    token: `token-${leaseId}`,
    isDuplicate: false,
    state: 'running',
    grantedAtMs: 0,
    expiresAtMs: 1000,
    startedAtMs: 0,
    ...facts,
  };
}

describe('a task', () => {
  it('gives out nothing while it is paused, and goes on when it is resumed', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 5, { isPaused: true }), 0);
    assert.deepEqual(grantsAt(farm, 0), []);
    assert.equal(farm.whyWaiting(1, 0), 'The task is paused.');
    farm.putTask(taskOf(1, 5), 1);
    assert.deepEqual(grantsAt(farm, 1).map(textOf), ['1@1:1']);
  });

  it('counts what machines hold of it while it is paused, to its end', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 1), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.putTask(taskOf(1, 0, { isPaused: true }), 1);
    farm.leaseStarted(lease.leaseId, 1);
    assert.equal(farm.frameDone(lease.leaseId, 1, { renderMs: 1 }, 2).taskEnds?.event, 'succeed');
  });

  it('waits until its time has come', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 5, { notBeforeMs: 1000 }), 0);
    assert.deepEqual(grantsAt(farm, 999), []);
    assert.equal(farm.nextWakeMs(0), 1000);
    assert.equal(grantsAt(farm, 1000).length, 2);
  });

  it('waits for other tasks, and says for which', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(2, 5, { awaited: [{ taskId: 1, state: 'running' }] }), 0);
    assert.deepEqual(grantsAt(farm, 0), []);
    assert.equal(farm.nextWakeMs(0), undefined);
    assert.equal(farm.whyWaiting(2, 0), 'It starts when task 1 has succeeded.');
    farm.putTask(taskOf(2, 5, { awaited: [{ taskId: 1, state: 'failed' }] }), 1);
    assert.deepEqual(grantsAt(farm, 1), []);
    assert.equal(farm.whyWaiting(2, 1), 'Task 1, which it waited for, failed.');
    farm.putTask(taskOf(2, 5, { awaited: [{ taskId: 1, state: 'succeeded' }] }), 2);
    assert.deepEqual(grantsAt(farm, 2).map(textOf), ['2@1:1']);
  });

  it('lets others by while it waits for one of them, however high its priority', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(2, 1, { priority: 90, awaited: [{ taskId: 1, state: 'queued' }] }), 0);
    farm.putTask(taskOf(1, 1), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    assert.equal(textOf(lease), '1@1:1');
  });

  it('gives out added frames after it was put again, and none that a machine has', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 2), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.putTask(taskOf(1, 0, { pending: [{ first: 1, last: 4 }] }), 0);
    assert.equal(farm.task(1)?.total, 4);
    renderLease(farm, lease, 0, 10);
    assert.deepEqual(grantsAt(farm, 10).map(textOf), ['1@1:2']);
  });

  it('tries frames that a person asked for again as if they had never failed', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(
      taskOf(1, 1, {
        framesDone: 4,
        continuesOnFailure: true,
        pending: [
          { first: 1, last: 1 },
          { first: 9, last: 9 },
        ],
      }),
      0,
    );
    let nowMs = 0;
    while (farm.task(1)?.failed === 0) {
      nowMs += 100_000;
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      farm.leaseEnded(lease.leaseId, { ...engineError, failedFrame: lease.frames.first }, nowMs);
    }
    farm.putTask(taskOf(1, 1, { framesDone: 4 }), nowMs);
    for (let attempts = 1; attempts <= 3; attempts += 1) {
      nowMs += 100_000;
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      const verdict = farm.leaseEnded(lease.leaseId, { ...engineError, failedFrame: 1 }, nowMs);
      assert.equal(verdict?.taskEnds?.event, attempts === 3 ? 'fail' : undefined);
    }
  });

  it('remembers failures from before RenderAPI was started', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putMachine(machineOf(2, { acceptsWork: false }), 0);
    const failures = [1, 1].map((machineId) => ({ frame: 1, machineId }));
    farm.putTask(taskOf(1, 2, { failures }), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1']);
    const [lease] = farm.leasesOfMachine(1);
    assert.ok(lease !== undefined);
    assert.equal(
      farm.leaseEnded(lease.leaseId, { ...engineError, failedFrame: 1 }, 0)?.taskEnds?.event,
      'fail',
    );
  });

  it('ends at once when it is put with nothing left to do', () => {
    const farm = emptyFarm();
    farm.putTask(taskOf(1, 0, { framesDone: 5 }), 0);
    farm.putTask(taskOf(2, 0, { framesDone: 5, framesFailed: 1, continuesOnFailure: true }), 0);
    assert.deepEqual(farm.decide(0, 10), [
      { kind: 'end-task', taskId: 1, taskEnds: { event: 'succeed', reason: null } },
      {
        kind: 'end-task',
        taskId: 2,
        taskEnds: { event: 'fail', reason: '1 frame failed; the others are done.' },
      },
    ]);
    assert.equal(farm.task(1), undefined);
  });

  it('that is removed takes its leases along, and makes room for others', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 5), 0);
    grantsAt(farm, 0);
    farm.putTask(taskOf(2, 5), 0);
    assert.deepEqual(
      farm.removeTask(1).map(({ leaseId }) => leaseId),
      [1, 2],
    );
    assert.equal(farm.lease(1), undefined);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['2@1:1', '2@1:2']);
  });

  it('gives out nothing more after the database refused a grant, until it is put again', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 1, { framesDone: 3 }), 0);
    const [decision] = farm.decide(0, 10);
    assert.ok(decision?.kind === 'grant');
    farm.grantRefused(decision.lease.leaseId);
    assert.deepEqual(farm.decide(0, 10), []);
    farm.putTask(taskOf(1, 2, { framesDone: 2 }), 1);
    assert.deepEqual(grantsAt(farm, 1).map(textOf), ['1@1:1']);
  });
});

describe('leases from before', () => {
  it('are taken up, whether their machine is there or not, and no id is used again', () => {
    const farm = emptyFarm();
    farm.putTask(taskOf(1, 5), 0);
    farm.adoptLease(adopted(70), 0);
    farm.adoptLease(adopted(71, { frames: { first: 2, last: 2 }, state: 'offered', startedAtMs: null }), 0);
    assert.equal(farm.task(1)?.leased, 2);
    assert.equal(farm.task(1)?.pending, 3);
    farm.putMachine(machineOf(1), 0);
    assert.deepEqual(grantsAt(farm, 0), []);
    assert.equal(farm.frameDone(70, 1, { renderMs: 5 }, 5).isAccepted, true);
    farm.leaseEnded(70, { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null }, 5);
    assert.deepEqual(
      grantsAt(farm, 5).map(({ leaseId }) => leaseId),
      [72],
    );
  });

  it('have only those frames that are not done', () => {
    const farm = emptyFarm();
    farm.putMachine(hpcMachine(1), 0);
    farm.putTask(rangeTask(1, 0, { framesDone: 2 }), 0);
    farm.adoptLease(adopted(70, { frames: { first: 1, last: 4 }, leasedFrames: [{ first: 3, last: 4 }] }), 0);
    assert.equal(farm.task(1)?.total, 4);
    const verdict = farm.leaseEnded(
      70,
      { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null },
      9,
    );
    assert.deepEqual(verdict?.doneFrames, [{ first: 3, last: 4 }]);
    assert.equal(verdict.taskEnds?.event, 'succeed');
  });

  it('are copies of each other when they were', () => {
    const farm = emptyFarm();
    farm.putTask(taskOf(1, 0), 0);
    farm.adoptLease(adopted(70), 0);
    farm.adoptLease(adopted(71, { machineId: 2, isDuplicate: true }), 0);
    assert.equal(farm.task(1)?.leased, 1);
    const verdict = farm.frameDone(71, 1, { renderMs: 5 }, 5);
    assert.deepEqual(
      verdict.supersededLeases.map(({ leaseId }) => leaseId),
      [70],
    );
    assert.equal(verdict.taskEnds?.event, 'succeed');
  });

  it('of a task that is not known change nothing', () => {
    const farm = emptyFarm();
    farm.adoptLease(adopted(70, { taskId: 9 }), 0);
    assert.equal(farm.lease(70), undefined);
  });
});

describe('the estimate', () => {
  it('is unknown before anything is known', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 5), 0);
    assert.equal(farm.estimate(1, 0)?.etaMs, null);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, 0);
    assert.deepEqual(farm.estimate(1, 500), {
      framesDone: 0,
      framesTotal: 5,
      framesRunning: 1,
      framesFailed: 0,
      framesPerSecond: null,
      etaMs: null,
      currentFrames: [{ frame: 1, machineId: 1, leaseId: 1, fraction: null, startedAtMs: 0 }],
    });
    assert.equal(farm.estimate(9, 0), undefined);
  });

  it('begins with the progress within the first frame', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 5), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, 0);
    farm.frameProgress(lease.leaseId, 1, 0.25, 250);
    const eta = farm.estimate(1, 250)?.etaMs;
    // Four frames of a second and three quarters of one are left.
    assert.ok(eta !== undefined && eta !== null && eta.low <= 4750 && eta.high >= 4750, JSON.stringify(eta));
  });

  it('holds what really happens, with several machines', () => {
    const farm = emptyFarm();
    const frameMs = [0, 1000, 1000, 2000, 4000];
    for (let id = 1; id <= 4; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(taskOf(1, 200), 0);
    const doneAt = new Map<number, { machineId: number; frame: number; atMs: number }>();
    let halfway: { atMs: number; eta: { low: number; high: number } } | undefined;
    let nowMs = 0;
    while (farm.task(1) !== undefined && nowMs < 1_000_000) {
      for (const [leaseId, { machineId, frame, atMs }] of doneAt) {
        if (atMs > nowMs) continue;
        doneAt.delete(leaseId);
        farm.frameDone(leaseId, frame, { renderMs: frameMs[machineId] ?? 0 }, nowMs);
        farm.leaseEnded(leaseId, { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null }, nowMs);
      }
      decideAndConfirm(farm, nowMs);
      for (const { leaseId, machineId, frames, state } of [1, 2, 3, 4].flatMap((id) =>
        farm.leasesOfMachine(id).slice(0, 1),
      )) {
        if (state !== 'offered') continue;
        farm.leaseStarted(leaseId, nowMs);
        doneAt.set(leaseId, { machineId, frame: frames.first, atMs: nowMs + (frameMs[machineId] ?? 0) });
      }
      const { etaMs, framesDone } = farm.estimate(1, nowMs) ?? {};
      if ((framesDone ?? 0) >= 100 && etaMs) halfway ??= { atMs: nowMs, eta: etaMs };
      nowMs += 250;
    }
    assert.ok(halfway !== undefined);
    const tookMs = nowMs - halfway.atMs;
    assert.ok(
      halfway.eta.low * 0.9 <= tookMs && tookMs <= halfway.eta.high * 1.1,
      `${JSON.stringify(halfway)} ${tookMs}`,
    );
    // 200 frames at 1 + 1 + 0.5 + 0.25 a second.
    assert.ok(nowMs < 1.1 * (200_000 / 2.75), `${nowMs} ms`);
  });
});

describe('why a task waits', () => {
  const machine = machineOf(1, { tags: ['fast'] });
  const nothing = { tags: [], engineVersion: null, needsGpu: false, memoryMb: null };
  const cases: [string, Parameters<typeof taskOf>[2], string][] = [
    ['engine', { engineName: 'Maya' }, 'No machine with the engine Maya is there.'],
    [
      'version',
      { requirements: { ...nothing, engineVersion: '5.0' } },
      'No machine has Blender in version 5.0.',
    ],
    [
      'tag',
      { requirements: { ...nothing, tags: ['gold'] } },
      'No machine with the engine has the tag "gold" as well.',
    ],
    ['GPU', { requirements: { ...nothing, needsGpu: true } }, 'No machine with the engine has a GPU.'],
    [
      'memory',
      { requirements: { ...nothing, memoryMb: 99_000 } },
      'No machine with the engine has 96.7 GiB of memory.',
    ],
    ['transport', { transport: 'hpc' }, 'No machine of version 1 is there.'],
    ['its time', { notBeforeMs: 5000 }, 'It failed and is tried again in 5 s.'],
  ];
  for (const [name, facts, expected] of cases) {
    it(`names the ${name}`, () => {
      const farm = emptyFarm();
      farm.putMachine(machine, 0);
      farm.putTask(taskOf(1, 5, facts), 0);
      farm.decide(0, 10);
      assert.equal(farm.whyWaiting(1, 0), expected);
    });
  }

  it('is that machines of /hpc fetch no projects of several files; one of the link gets these', () => {
    const farm = emptyFarm();
    farm.putMachine({ ...machine, transport: 'hpc' }, 0);
    farm.putTask(taskOf(1, 5, { transport: 'link' }), 0);
    assert.deepEqual(grantsAt(farm, 0), []);
    assert.match(
      farm.whyWaiting(1, 0) ?? '',
      /^No machine that fetches projects of several files is there; .*renderonline machine pair.*\.$/,
    );
    farm.putMachine({ ...machine, machineId: 2, engines: [] }, 0);
    assert.equal(farm.whyWaiting(1, 0), 'No machine with the engine Blender is there.');
    farm.putMachine({ ...machine, machineId: 4, fetchesProjects: false }, 0);
    assert.deepEqual(grantsAt(farm, 0), [], 'its agent would render the main file alone');
    farm.putMachine({ ...machine, machineId: 3, transport: 'link' }, 0);
    assert.equal(grantsAt(farm, 0)[0]?.machineId, 3);
  });

  it('is that no machine is there, that all are drained, quarantined or busy, or nothing', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    farm.putTask(taskOf(1, 5), 0);
    assert.equal(farm.whyWaiting(1, 0), 'No machine is connected.');
    farm.putMachine({ ...machine, acceptsWork: false }, 0);
    assert.match(farm.whyWaiting(1, 0) ?? '', /take no work now/);
    farm.putMachine(machine, 0);
    farm.quarantine(1, 'bad');
    assert.match(farm.whyWaiting(1, 0) ?? '', /quarantined/);
    farm.release(1);
    const [lease] = grantsAt(farm, 0);
    assert.match(farm.whyWaiting(1, 0) ?? '', /on their way/);
    farm.leaseStarted(lease?.leaseId ?? 0, 0);
    assert.equal(farm.whyWaiting(1, 0), undefined);
    farm.putTask(taskOf(2, 5, { queuedAtMs: 9 }), 0);
    farm.decide(0, 10);
    assert.match(farm.whyWaiting(2, 0) ?? '', /busy/);
  });
});

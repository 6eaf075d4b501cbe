import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FarmLease } from './farm-lease.ts';
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

/** The machine opens the scene and renders the lease's frame. */
function openAndRender(
  farm: Farm,
  lease: FarmLease,
  fromMs: number,
  loadMs: number,
  frameMs: number,
): number {
  farm.leaseStarted(lease.leaseId, fromMs);
  farm.sessionOpened(lease.leaseId, loadMs);
  return renderLease(farm, lease, fromMs + loadMs, frameMs);
}

/** Lets machine 1 open the scene of task 1 and render frames until so many are left waiting. */
function farmWithOpenScene(
  frames: number,
  left: number,
  times: { loadMs: number; frameMs: number },
): { farm: Farm; nowMs: number } {
  const farm = emptyFarm();
  farm.putMachine(machineOf(1), 0);
  farm.putTask(taskOf(1, frames), 0);
  let nowMs = 0;
  let isFirst = true;
  grantsAt(farm, nowMs);
  while ((farm.task(1)?.pending ?? 0) > left) {
    const [lease] = farm.leasesOfMachine(1);
    assert.ok(lease !== undefined);
    nowMs = isFirst
      ? openAndRender(farm, lease, nowMs, times.loadMs, times.frameMs)
      : renderLease(farm, lease, nowMs, times.frameMs);
    isFirst = false;
    grantsAt(farm, nowMs);
  }
  return { farm, nowMs };
}

describe('frames for sessions', () => {
  it('go one by one, with the next one already on the machine', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 9), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1', '1@1:2']);
    assert.deepEqual(grantsAt(farm, 0), []);
    const [lease] = farm.leasesOfMachine(1);
    assert.ok(lease !== undefined);
    renderLease(farm, lease, 0, 10);
    assert.deepEqual(grantsAt(farm, 10).map(textOf), ['1@1:3']);
  });

  it('come in sparse order on request', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    for (let id = 1; id <= 5; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(taskOf(1, 9, { order: 'sparse' }), 0);
    assert.deepEqual(
      grantsAt(farm, 0).map(({ frames }) => frames.first),
      [1, 9, 5, 3, 7],
    );
  });

  it('are ranges where the machine has no session', () => {
    const farm = emptyFarm();
    farm.putMachine(hpcMachine(1), 0);
    farm.putTask(taskOf(1, 9), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1-9']);
  });
});

describe('a lease that is rendered while its files are on the way', () => {
  function farmWithUpload(): { farm: Farm; uploading: FarmLease } {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 9), 0);
    const [uploading, next] = grantsAt(farm, 0);
    assert.ok(uploading !== undefined && next !== undefined);
    farm.leaseStarted(uploading.leaseId, 0);
    // The machine begins with the next one before it says that the first one has ended.
    farm.leaseStarted(next.leaseId, 100);
    return { farm, uploading };
  }

  it('takes no slot, so that another one may wait on the machine', () => {
    const { farm } = farmWithUpload();
    assert.deepEqual(grantsAt(farm, 100).map(textOf), ['1@1:3']);
    assert.deepEqual(
      farm.leasesOfMachine(1).map(({ leaseId }) => leaseId),
      [1, 2, 3],
    );
    assert.deepEqual(
      farm.estimate(1, 100)?.currentFrames.map(({ frame }) => frame),
      [2],
    );
  });

  it('counts when it is done, and is lost with its machine', () => {
    const { farm, uploading } = farmWithUpload();
    assert.equal(farm.frameDone(uploading.leaseId, 1, { renderMs: 90 }, 200).isAccepted, true);
    farm.leaseEnded(
      uploading.leaseId,
      { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null },
      200,
    );
    assert.deepEqual(farm.task(1), { ...farm.task(1), done: 1, leased: 1, pending: 7 });
    const other = farmWithUpload();
    const verdicts = other.farm.loseMachine(1, 200);
    assert.deepEqual(
      verdicts.flatMap(({ releasedFrames }) => releasedFrames),
      [
        { first: 1, last: 1 },
        { first: 2, last: 2 },
      ],
    );
    assert.equal(other.farm.task(1)?.pending, 9);
  });

  it('is the one that should have been done first, or what the machine says', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1, { slots: 2 }), 0);
    farm.putTask(taskOf(1, 9), 0);
    const [a, b, c] = grantsAt(farm, 0);
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    farm.leaseStarted(a.leaseId, 0);
    farm.leaseStarted(b.leaseId, 0);
    farm.frameProgress(b.leaseId, b.frames.first, 0.9, 90);
    farm.frameProgress(a.leaseId, a.frames.first, 0.1, 95);
    farm.leaseStarted(c.leaseId, 100);
    const frames = () => farm.estimate(1, 100)?.currentFrames.map(({ frame }) => frame);
    assert.deepEqual(frames(), [1, 3]);
    farm.frameProgress(b.leaseId, b.frames.first, 0.95, 101);
    assert.deepEqual(frames()?.includes(2), true);
    assert.equal(frames()?.length, 2);
  });

  it('neither hangs nor is copied', () => {
    const { farm } = farmWithUpload();
    farm.putMachine(machineOf(2), 0);
    assert.deepEqual(
      farm.decide(100_000_000, 100).filter(({ kind }) => kind !== 'grant'),
      [],
    );
  });
});

describe('an open scene', () => {
  it('is waited for while that costs less than opening it elsewhere', () => {
    const { farm, nowMs } = farmWithOpenScene(20, 3, { loadMs: 10_000, frameMs: 100 });
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(grantsAt(farm, nowMs), []);
    assert.equal(farm.task(1)?.pending, 3);
  });

  it('is opened elsewhere when that machine would be done with a frame before the others have done all', () => {
    const { farm, nowMs } = farmWithOpenScene(400, 300, { loadMs: 10_000, frameMs: 100 });
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(
      grantsAt(farm, nowMs).map(({ machineId }) => machineId),
      [2, 2],
    );
  });

  it('lets the idle machine take the next task instead', () => {
    const { farm, nowMs } = farmWithOpenScene(20, 3, { loadMs: 10_000, frameMs: 100 });
    farm.putTask(taskOf(2, 5), nowMs);
    farm.putMachine(machineOf(2), nowMs);
    assert.deepEqual(grantsAt(farm, nowMs).map(textOf), ['2@2:1', '2@2:2']);
  });

  it('is opened elsewhere when the machines that have it are gone', () => {
    const { farm, nowMs } = farmWithOpenScene(20, 3, { loadMs: 10_000, frameMs: 100 });
    farm.putMachine(machineOf(2), nowMs);
    farm.loseMachine(1, nowMs);
    assert.deepEqual(
      grantsAt(farm, nowMs).map(({ machineId }) => machineId),
      [2, 2],
    );
  });

  it('goes on before other users take turns, but no longer than its turn', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0, sceneTurnMs: 1000 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(taskOf(1, 200, { userId: 1 }), 0);
    farm.putTask(taskOf(2, 200, { userId: 2 }), 0);
    const served: number[] = [];
    let nowMs = 0;
    for (let frame = 0; frame < 60; frame += 1) {
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      if (lease.taskId !== served.at(-1)) {
        farm.sessionClosed(1, served.at(-1) ?? 0);
        nowMs = openAndRender(farm, lease, nowMs, 50, 100);
      } else {
        nowMs = renderLease(farm, lease, nowMs, 100);
      }
      served.push(lease.taskId);
    }
    const changes = served.filter((taskId, index) => index > 0 && taskId !== served[index - 1]).length;
    assert.ok(changes >= 3 && changes <= 7, `${changes} changes in 6 s: ${served.join('')}`);
    const ofFirst = served.filter((taskId) => taskId === 1).length;
    assert.ok(ofFirst >= 25 && ofFirst <= 35, `${ofFirst} of 60`);
  });

  it('gives way to a higher priority at once', () => {
    const { farm, nowMs } = farmWithOpenScene(40, 30, { loadMs: 100, frameMs: 100 });
    farm.putTask(taskOf(2, 5, { priority: 1 }), nowMs);
    const [running] = farm.leasesOfMachine(1);
    assert.ok(running !== undefined);
    renderLease(farm, running, nowMs, 100);
    assert.equal(grantsAt(farm, nowMs + 100).at(-1)?.taskId, 2);
  });

  it('is forgotten with its session, and the task goes on', () => {
    const { farm, nowMs } = farmWithOpenScene(20, 3, { loadMs: 10_000, frameMs: 100 });
    for (const lease of farm.leasesOfMachine(1)) renderLease(farm, lease, nowMs, 100);
    farm.sessionClosed(1, 1);
    assert.deepEqual(
      grantsAt(farm, nowMs + 200).map(({ machineId }) => machineId),
      [1, 1],
    );
  });
});

describe('ranges of engines without sessions', () => {
  it('begin with one frame on a machine that is not known', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putMachine(machineOf(2), 0);
    farm.putTask(rangeTask(1, 100), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1', '1@2:2', '1@1:3', '1@2:4']);
  });

  it('are as long as the machine renders in the target time', () => {
    const farm = emptyFarm({ targetRangeMs: 1000, prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putTask(rangeTask(1, 1000), 0);
    const [first] = grantsAt(farm, 0);
    assert.ok(first !== undefined);
    const nowMs = renderLease(farm, first, 0, 100);
    assert.deepEqual(grantsAt(farm, nowMs).map(textOf), ['1@1:2-11']);
  });

  it('are shorter on a slower machine', () => {
    const farm = emptyFarm({ targetRangeMs: 1000, prefetchPerSlot: 0 });
    farm.putMachine(machineOf(1), 0);
    farm.putMachine(machineOf(2), 0);
    farm.putTask(rangeTask(1, 1000), 0);
    const [quick, slow] = grantsAt(farm, 0);
    assert.ok(quick !== undefined && slow !== undefined);
    renderLease(farm, quick, 0, 50);
    renderLease(farm, slow, 0, 200);
    const sizes = new Map(
      grantsAt(farm, 200).map(({ machineId, frames }) => [machineId, frames.last - frames.first + 1]),
    );
    assert.equal(sizes.get(1), 20);
    assert.equal(sizes.get(2), 5);
  });

  it('shrink towards the end, to one frame', () => {
    const farm = emptyFarm({ prefetchPerSlot: 0 });
    for (let id = 1; id <= 4; id += 1) farm.putMachine(machineOf(id), 0);
    farm.putTask(rangeTask(1, 200), 0);
    let nowMs = 0;
    const sizes: number[] = [];
    for (let round = 0; round < 60 && farm.task(1) !== undefined; round += 1) {
      const leases = grantsAt(farm, nowMs);
      for (const lease of leases) {
        const pending = farm.task(1)?.pending ?? 0;
        const size = lease.frames.last - lease.frames.first + 1;
        sizes.push(size);
        assert.ok(size <= Math.max(1, (pending + 4 * size) / 8), `${size} of ${pending}`);
      }
      const started = nowMs;
      for (const lease of leases) nowMs = Math.max(nowMs, renderLease(farm, lease, started, 10));
    }
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      200,
    );
    assert.equal(sizes.at(-1), 1);
    assert.ok(Math.max(...sizes) > 10);
  });

  it('are all frames where the engine takes none', () => {
    const farm = emptyFarm();
    farm.putMachine(machineOf(1), 0);
    farm.putMachine(machineOf(2), 0);
    farm.putTask(rangeTask(1, 10, { takesFrames: false }), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1-10']);
  });

  it('are shared among machines of version 1, which get one at a time', () => {
    const farm = emptyFarm();
    farm.putMachine(hpcMachine(1), 0);
    farm.putMachine(hpcMachine(2), 0);
    farm.putTask(rangeTask(1, 40), 0);
    assert.deepEqual(grantsAt(farm, 0).map(textOf), ['1@1:1-10', '1@2:11-17']);
    assert.deepEqual(grantsAt(farm, 0), []);
  });
});

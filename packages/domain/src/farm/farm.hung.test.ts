import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Farm } from './farm.ts';
import { decideAndConfirm, emptyFarm, grantsAt, machineOf, renderLease, taskOf } from './testing/builders.ts';

/** Farm without waiting leases: one frame a machine. */
function farmWith(machines: number, policy = {}): Farm {
  const farm = emptyFarm({ prefetchPerSlot: 0, ...policy });
  for (let id = 1; id <= machines; id += 1) farm.putMachine(machineOf(id), 0);
  return farm;
}

describe('a render that hangs', () => {
  /** Four frames in 1000 ms each, then one that runs since the returned time. */
  function farmWithRunningFrame(): { farm: Farm; leaseId: number; sinceMs: number } {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 9), 0);
    let nowMs = 0;
    for (let done = 0; done < 4; done += 1) {
      const [lease] = grantsAt(farm, nowMs);
      assert.ok(lease !== undefined);
      nowMs = renderLease(farm, lease, nowMs, 10_000);
    }
    const [lease] = grantsAt(farm, nowMs);
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, nowMs);
    farm.frameStarted(lease.leaseId, lease.frames.first, nowMs);
    return { farm, leaseId: lease.leaseId, sinceMs: nowMs };
  }

  /** When the farm ends something as hung, waking as it asks. */
  function hungAt(farm: Farm, fromMs: number): number | undefined {
    for (let nowMs = fromMs, rounds = 0; rounds < 1000; rounds += 1) {
      const hung = decideAndConfirm(farm, nowMs).find(({ kind }) => kind === 'end-hung');
      if (hung !== undefined) return nowMs - fromMs;
      const wakeMs = farm.nextWakeMs(nowMs);
      if (wakeMs === undefined || wakeMs > fromMs + 10_000_000) return undefined;
      nowMs = Math.max(wakeMs, nowMs + 1);
    }
    return undefined;
  }

  it('is ended after ten times what the task’s frames take, with its own cause', () => {
    const { farm, leaseId, sinceMs } = farmWithRunningFrame();
    const decisions = decideAndConfirm(farm, sinceMs + 99_000);
    assert.deepEqual(decisions, []);
    const [hung] = decideAndConfirm(farm, sinceMs + 100_001);
    assert.ok(hung?.kind === 'end-hung');
    assert.equal(hung.leaseId, leaseId);
    assert.equal(hung.verdict.cause, 'hung');
    assert.equal(hung.verdict.countAs, 'failure');
    assert.equal(farm.lease(leaseId), undefined);
  });

  it('is found although nothing else happens', () => {
    const { farm, sinceMs } = farmWithRunningFrame();
    const afterMs = hungAt(farm, sinceMs) ?? Infinity;
    assert.ok(afterMs >= 100_000 && afterMs <= 101_000, `${afterMs} ms`);
  });

  it('is left alone while it makes progress', () => {
    const { farm, leaseId, sinceMs } = farmWithRunningFrame();
    for (let step = 1; step <= 50; step += 1) {
      farm.frameProgress(leaseId, 5, step / 100, sinceMs + step * 20_000);
      const kinds = decideAndConfirm(farm, sinceMs + step * 20_000 + 10_000).map(({ kind }) => kind);
      assert.equal(kinds.includes('end-hung'), false);
    }
  });

  it('is left alone while nobody knows how long frames take', () => {
    const farm = farmWith(1);
    farm.putTask(taskOf(1, 1), 0);
    const [lease] = grantsAt(farm, 0);
    assert.ok(lease !== undefined);
    farm.leaseStarted(lease.leaseId, 0);
    assert.equal(decideAndConfirm(farm, 100_000_000).length, 0);
  });

  it('is given its whole time again after a restart, however old its lease is', () => {
    const farm = farmWith(2);
    const bornMs = 10_000_000;
    farm.putTask(taskOf(1, 20), bornMs);
    const lease = { leaseId: 70, taskId: 1, machineId: 1, token: 'old', frames: { first: 1, last: 1 } };
    const since = { grantedAtMs: 0, expiresAtMs: bornMs, startedAtMs: 0 };
    farm.adoptLease({ ...lease, ...since, isDuplicate: false, state: 'running' }, bornMs);
    decideAndConfirm(farm, bornMs);
    // The other machine shows what frames of the task take: 20 s each, so that 200 s are too long.
    let nowMs = bornMs;
    for (let done = 0; done < 9; done += 1) {
      const [other] = farm.leasesOfMachine(2);
      assert.ok(other !== undefined);
      nowMs = renderLease(farm, other, nowMs, 20_000);
      const kinds = decideAndConfirm(farm, nowMs).map(({ kind }) => kind);
      assert.ok(!kinds.includes('end-hung'), `after ${(nowMs - bornMs) / 1000} s`);
    }
    const hung = decideAndConfirm(farm, bornMs + 200_001).find(({ kind }) => kind === 'end-hung');
    assert.ok(hung?.kind === 'end-hung');
    assert.equal(hung.leaseId, 70);
  });
});

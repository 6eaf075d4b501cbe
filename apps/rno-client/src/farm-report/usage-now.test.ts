import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineStatus, TaskSnapshot } from '@renderonline/contract';
import { usageNow } from './usage-now.ts';

const machine = (state: string, slots: number, running: number) =>
  ({
    state,
    slots,
    leases: Array.from({ length: running }, () => ({ isRunning: true })),
  }) as unknown as MachineStatus;
const task = (state: string, framesTotal: number, framesDone: number) =>
  ({ state, progress: { framesTotal, framesDone, framesFailed: 1 } }) as unknown as TaskSnapshot;

test('a farm is as busy as its machines that are there, and has as much to do as runs or waits', () => {
  const machines = [machine('busy', 2, 3), machine('idle', 2, 0), machine('unreachable', 8, 0)];
  const tasks = new Map([
    [1, task('running', 10, 4)],
    [2, task('queued', 10, 0)],
    [3, task('failed', 10, 0)],
  ]);
  assert.deepEqual(usageNow(machines, tasks), {
    ...{ machines: 3, online: 2, usedFraction: 0.5, running: 1, queued: 1, framesLeft: 14 },
  });
  assert.equal(usageNow([], tasks).usedFraction, null);
});

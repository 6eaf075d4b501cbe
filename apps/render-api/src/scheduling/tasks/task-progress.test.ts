import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { TaskEstimate } from '@renderonline/domain';
import { createLeaseBook } from '../leases/lease-book.ts';
import { progressOfTask, takeProgress } from './task-progress.ts';

function lease() {
  const row = { leaseId: 5, taskId: 7, machineId: 1, firstFrame: 11, lastFrame: 20, token: 't' };
  const times = { generation: 1, state: 'running', grantedAtMs: 0, expiresAtMs: 0 } as const;
  const facts = { isDuplicate: false, remaining: [], attemptsOfTaskOnMachine: 1 };
  return createLeaseBook().addAdopted({ ...row, ...times, ...facts }, 0);
}

const estimate: TaskEstimate = {
  framesDone: 10,
  framesTotal: 25,
  framesRunning: 0,
  framesFailed: 0,
  framesPerSecond: null,
  etaMs: null,
  currentFrames: [],
};
const nameOf = (machineId: number) => `render${machineId}`;

function report(last: number, frameFraction: number | null = null): AttemptReport {
  const framesDone = [{ first: 1, last }];
  const progress = { framesDone, currentFrame: last + 1, frameFraction };
  return { taskId: 7, lease: null, state: { kind: 'running' }, runtimeMs: 0, progress, logPath: null };
}

test('counts the frames of the lease, whatever else the machine reports, on top of those done before', () => {
  const held = lease();
  takeProgress(held, report(14), 1000);
  const progress = progressOfTask({ leases: [held], estimate, nowMs: 1000, nameOf });
  assert.deepEqual([progress?.framesDone, progress?.framesTotal], [14, 25]);
  assert.deepEqual(progress?.machines, [{ machineId: 1, name: 'render1', leases: 1 }]);
});

test('frames that end between two reports do not make the rate look higher', () => {
  const held = lease();
  for (let second = 1; second <= 3; second += 1) takeProgress(held, report(10 + 3 * second), 1000 * second);
  const progress = progressOfTask({ leases: [held], estimate, nowMs: 3000, nameOf });
  assert.ok(Math.abs((progress?.framesPerSecond ?? 0) - 3) < 0.01, String(progress?.framesPerSecond));
});

test('tells whether there is anything new to see', () => {
  const held = lease();
  assert.equal(takeProgress(held, report(11, 0.1), 1), true);
  assert.equal(takeProgress(held, report(11, 0.1), 2), false);
  assert.equal(takeProgress(held, report(11, 0.2), 3), true);
});

test('is unknown without a lease', () => {
  assert.equal(progressOfTask({ leases: [], estimate, nowMs: 0, nameOf }), undefined);
});

import assert from 'node:assert/strict';

import type { FailureCause } from '../../failures/failure-cause.ts';
import { createFarm } from '../create-farm.ts';
import type { FarmLease } from '../farm-lease.ts';
import type { FarmMachine } from '../farm-machine.ts';
import { defaultFarmPolicy } from '../farm-policy.ts';
import type { FarmPolicy } from '../farm-policy.ts';
import { noRequirements } from '../farm-task.ts';
import type { FarmTask } from '../farm-task.ts';
import type { EndVerdict, FarmDecision } from '../farm-verdicts.ts';
import type { Farm } from '../farm.ts';

/** A farm whose chance is always in the middle and whose tokens count up. */
export function emptyFarm(policy: Partial<FarmPolicy> = {}): Farm {
  let tokens = 0;
  return createFarm({
    policy: { ...defaultFarmPolicy, ...policy },
    random: () => 0.5,
    firstLeaseId: 1,
    newToken: () => {
      tokens += 1;
      return `token-${tokens}`;
    },
  });
}

/** A Blender task of user 1 with the frames from 1 to `frames`. */
export function taskOf(taskId: number, frames: number, facts: Partial<FarmTask> = {}): FarmTask {
  return {
    taskId,
    userId: 1,
    userWeight: 1,
    engineName: 'Blender',
    adapter: 'blender',
    priority: 0,
    queuedAtMs: taskId,
    isPaused: false,
    notBeforeMs: 0,
    awaited: [],
    pending: frames === 0 ? [] : [{ first: 1, last: frames }],
    framesDone: 0,
    framesFailed: 0,
    order: 'ascending',
    requirements: noRequirements,
    maxMachines: null,
    continuesOnFailure: false,
    takesFrames: true,
    transport: 'any',
    failures: [],
    machineLosses: [],
    ...facts,
  };
}

/** The same without sessions: a lease covers a range. */
export function rangeTask(taskId: number, frames: number, facts: Partial<FarmTask> = {}): FarmTask {
  return taskOf(taskId, frames, { engineName: 'POV-Ray', adapter: 'command', ...facts });
}

/** A link machine with one slot, Blender with sessions and POV-Ray without. */
export function machineOf(machineId: number, facts: Partial<FarmMachine> = {}): FarmMachine {
  return {
    machineId,
    transport: 'link',
    slots: 1,
    engines: [
      { name: 'Blender', version: '4.2.1', hasSessions: true },
      { name: 'POV-Ray', version: null, hasSessions: false },
    ],
    tags: [],
    gpuCount: 0,
    memoryMb: 16_000,
    acceptsWork: true,
    ...facts,
  };
}

/** A version 1 machine. */
export function hpcMachine(machineId: number, facts: Partial<FarmMachine> = {}): FarmMachine {
  return machineOf(machineId, {
    transport: 'hpc',
    engines: [
      { name: 'blender', version: null, hasSessions: false },
      { name: 'pov-ray', version: null, hasSessions: false },
    ],
    memoryMb: null,
    ...facts,
  });
}

/** Decides and writes it down: the grants are offered afterwards. */
export function decideAndConfirm(farm: Farm, nowMs: number, maxDecisions = 1000): readonly FarmDecision[] {
  const decisions = farm.decide(nowMs, maxDecisions);
  for (const decision of decisions)
    if (decision.kind === 'grant') farm.grantConfirmed(decision.lease.leaseId);
  return decisions;
}

/** The leases that are granted now, already offered. */
export function grantsAt(farm: Farm, nowMs: number): FarmLease[] {
  return decideAndConfirm(farm, nowMs).flatMap((decision) =>
    decision.kind === 'grant' ? [decision.lease] : [],
  );
}

/** "task@machine:first-last", as tests compare grants. */
export function textOf({ taskId, machineId, frames: { first, last } }: FarmLease): string {
  return `${taskId}@${machineId}:${first === last ? first : `${first}-${last}`}`;
}

/** The machine renders all frames of the lease from `fromMs` on, each in `frameMs`, and is done with it. */
export function renderLease(farm: Farm, lease: FarmLease, fromMs: number, frameMs: number): number {
  farm.leaseStarted(lease.leaseId, fromMs);
  let nowMs = fromMs;
  for (let frame = lease.frames.first; frame <= lease.frames.last; frame += 1) {
    farm.frameStarted(lease.leaseId, frame, nowMs);
    nowMs += frameMs;
    farm.frameDone(lease.leaseId, frame, { renderMs: frameMs }, nowMs);
  }
  farm.leaseEnded(lease.leaseId, { outcome: { kind: 'succeeded' }, cause: null, failedFrame: null }, nowMs);
  return nowMs;
}

/** How a renderer ends that does not like its scene. */
export const engineError = {
  outcome: { kind: 'failed', exitCode: 1, message: 'bad' },
  cause: 'engine-error',
  failedFrame: null,
} as const;

/** A farm of machines 1, 2, … without waiting leases: one frame a machine. */
export function farmWith(machines: number, policy = {}): Farm {
  const farm = emptyFarm({ prefetchPerSlot: 0, ...policy });
  for (let id = 1; id <= machines; id += 1) farm.putMachine(machineOf(id), 0);
  return farm;
}

/** The only lease of the machine starts and fails. */
export function failOn(
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

import type { FrameRange } from '../frames/frame-range.ts';
import { countFrames } from '../frames/frame-range.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { closeLease } from './live-leases.ts';
import { isWaiting } from './machine-book.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';
import { openingTime } from './scene-affinity.ts';
import { frameTimeLeft, timeUntilStart } from './time-left.ts';
import { RangeSet } from './structures/range-set.ts';
import { topItems } from './structures/top-items.ts';
import { refreshTask } from './task-readiness.ts';

/** Frames that were taken back from a lease, and how its machine is told. */
export interface TakenBack {
  readonly frames: FrameRange;
  readonly decision: FarmDecision;
}

/** A lease with frames that have not begun, and in how long the last of them would be done where it is. */
export interface LateLease {
  readonly item: LeaseRecord;
  readonly score: number;
}

/** The leases of the task with unstarted frames, those that would be done last first. */
export function unstartedCandidates(task: TaskRecord, maxLeases: number, nowMs: number): LateLease[] {
  return topItems(task.leases, maxLeases, (lease) =>
    canGiveBack(lease) ? unstartedDoneIn(lease, nowMs) : undefined,
  );
}

/**
 * Takes frames that have not begun from the first of the leases, and that from the list, if the machine is done with
 * them sooner. undefined when it is not.
 */
export function takeBackFor(
  state: FarmState,
  task: TaskRecord,
  machine: MachineRecord,
  candidates: LateLease[],
  nowMs: number,
): TakenBack | undefined {
  const [latest] = candidates;
  if (latest === undefined) return undefined;
  const lease = latest.item;
  const frameMs = frameTimeOn(task, machine);
  // Without a measure: the idle machine begins now, the other one later.
  const isWhole = isWaiting(lease);
  const frames = isWhole ? countFrames(lease.remaining) : 1;
  const hereInMs = frameMs === undefined ? 0 : openingTime(state, task, machine) + frames * frameMs;
  if (hereInMs >= latest.score) return undefined;
  candidates.shift();
  return isWhole ? takeWhole(state, lease, nowMs) : takeEnd(state, lease, machine, frameMs, nowMs);
}

/** Only link machines give frames back, and only of grants that are in the database. */
function canGiveBack(lease: LeaseRecord): boolean {
  const { machine, view, copies, remaining } = lease;
  if (machine.facts?.transport !== 'link' || view.state === 'granting' || copies.length > 0) return false;
  return (
    isWaiting(lease) ||
    (view.state === 'running' && countFrames(remaining) > 1 && lease.task.facts.takesFrames)
  );
}

/** In how long the last unstarted frame would be done where it is; Infinity when nothing can be said. */
function unstartedDoneIn(lease: LeaseRecord, nowMs: number): number {
  const { machine, task, remaining } = lease;
  const frameMs = frameTimeOn(task, machine);
  const startMs = isWaiting(lease) ? timeUntilStart(lease, nowMs) : frameTimeLeft(lease, nowMs);
  if (startMs === undefined || frameMs === undefined) return Infinity;
  return startMs + (countFrames(remaining) - (isWaiting(lease) ? 0 : 1)) * frameMs;
}

function takeWhole(state: FarmState, lease: LeaseRecord, nowMs: number): TakenBack | undefined {
  const [frames] = lease.remaining;
  if (frames === undefined) return undefined;
  closeLease(state, lease, nowMs);
  return {
    frames,
    decision: { kind: 'retract', leaseId: lease.view.leaseId, lease: lease.view, keepThrough: null },
  };
}

/** Shares what has not begun so that both machines are done at about the same time. */
function takeEnd(
  state: FarmState,
  lease: LeaseRecord,
  machine: MachineRecord,
  frameMs: number | undefined,
  nowMs: number,
): TakenBack | undefined {
  const last = lease.remaining.at(-1);
  const current = lease.currentFrame ?? lease.remaining[0]?.first;
  if (last === undefined || current === undefined) return undefined;
  // Its machine is one frame further by the time it hears of this, when frames are quick.
  const firstFree = Math.max(last.first, current + (frameMs !== undefined && frameMs < quickFrameMs ? 2 : 1));
  const free = last.last - firstFree + 1;
  if (free <= 0) return undefined;
  const share = machine.speed / (machine.speed + lease.machine.speed);
  const taken = Math.max(1, Math.round(free * share));
  const frames = { first: last.last - taken + 1, last: last.last };
  const keepThrough = frames.first - 1;
  const left = new RangeSet(lease.remaining);
  left.remove(frames);
  lease.remaining = [...left.ranges()];
  lease.view = { ...lease.view, frames: { first: lease.view.frames.first, last: keepThrough } };
  lease.task.framesLeased -= taken;
  refreshTask(state, lease.task, nowMs);
  return {
    frames,
    decision: { kind: 'retract', leaseId: lease.view.leaseId, lease: lease.view, keepThrough },
  };
}

const quickFrameMs = 1000;

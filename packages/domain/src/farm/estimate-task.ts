import type { CurrentFrame, TaskEstimate } from '../estimates/task-estimate.ts';
import { isWaiting } from './machine-book.ts';
import type { LeaseRecord, TaskRecord } from './records.ts';
import { pendingFrames } from './task-readiness.ts';
import { frameTimeLeft } from './time-left.ts';

/** With fewer frames measured than this, the range is wider than they say. */
const tellingSamples = 4;
const widening = 1.5;

/** The quarter of the frames that is fastest, and the quarter that is slowest, are left out of the range. */
const lowShare = 0.25;
const highShare = 0.75;

/** How far the task is, and from the frames measured how long it will take with the machines it has now. */
export function estimateTask(task: TaskRecord, nowMs: number): TaskEstimate {
  const currentFrames = currentFramesOf(task);
  const { low, middle, high } = frameTimes(task, nowMs);
  const speed = runningSpeed(task);
  const isKnown = middle !== undefined && speed > 0;
  return {
    framesDone: task.framesDone,
    framesTotal: task.framesDone + task.framesFailed + task.framesLeased + pendingFrames(task),
    framesRunning: currentFrames.length,
    framesFailed: task.framesFailed,
    framesPerSecond: isKnown ? (1000 * speed) / middle : null,
    etaMs: isKnown ? remainingTime(task, { low, middle, high }, speed, nowMs) : null,
    currentFrames,
  };
}

/** Each frame once, though it may be rendered twice: where it is furthest. */
function currentFramesOf({ leases }: TaskRecord): CurrentFrame[] {
  const furthest = new Map<number, CurrentFrame>();
  for (const { currentFrame, view, fraction, frameStartedMs } of leases) {
    if (view.state !== 'running' || currentFrame === null) continue;
    const known = furthest.get(currentFrame);
    if (known !== undefined && (known.fraction ?? 0) >= (fraction ?? 0)) continue;
    furthest.set(currentFrame, {
      frame: currentFrame,
      machineId: view.machineId,
      leaseId: view.leaseId,
      fraction,
      startedAtMs: frameStartedMs,
    });
  }
  return [...furthest.values()].sort((a, b) => a.frame - b.frame);
}

interface FrameTimes {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** Times of a frame at speed 1; undefined as long as there is neither a finished frame nor progress within one. */
function frameTimes(
  task: TaskRecord,
  nowMs: number,
): FrameTimes | { low?: undefined; middle?: undefined; high?: undefined } {
  const { pace } = task;
  const middle = pace.medianMs ?? firstFrameTime(task, nowMs);
  if (middle === undefined) return {};
  const factor = pace.samples < tellingSamples ? widening : 1;
  return {
    low: Math.min(pace.quantileMs(lowShare) ?? middle, middle) / factor,
    middle,
    high: Math.max(pace.quantileMs(highShare) ?? middle, middle) * factor,
  };
}

/** Before the first frame is done: what the one that is furthest says of itself. */
function firstFrameTime({ leases }: TaskRecord, nowMs: number): number | undefined {
  let furthest: LeaseRecord | undefined;
  for (const lease of leases) if ((lease.fraction ?? 0) > (furthest?.fraction ?? 0)) furthest = lease;
  const { fraction = null, frameStartedMs = null } = furthest ?? {};
  if (furthest === undefined || fraction === null || frameStartedMs === null) return undefined;
  const leftMs = frameTimeLeft(furthest, nowMs);
  return leftMs === undefined ? undefined : (nowMs - frameStartedMs + leftMs) * furthest.machine.speed;
}

/** Speeds of the slots that it has now, together: what runs in them, or is about to. */
function runningSpeed({ leases }: TaskRecord): number {
  let speed = 0;
  for (const lease of leases) {
    const { facts } = lease.machine;
    if (facts !== null && !lease.view.isDuplicate && isInSlot(lease)) speed += lease.machine.speed;
  }
  return speed;
}

function isInSlot(lease: LeaseRecord): boolean {
  return !lease.machine.leaving.has(lease) && !isWaiting(lease);
}

function remainingTime(
  task: TaskRecord,
  { low, middle, high }: FrameTimes,
  speed: number,
  nowMs: number,
): { low: number; high: number } {
  let runningMs = 0;
  let longestLeftMs = 0;
  let slowest = Infinity;
  let started = 0;
  for (const lease of task.leases) {
    if (lease.view.state !== 'running' || lease.view.isDuplicate || lease.remaining.length === 0) continue;
    started += 1;
    // Rendered: only its files are on the way.
    if (lease.machine.leaving.has(lease)) continue;
    const leftMs = frameTimeLeft(lease, nowMs) ?? middle / lease.machine.speed;
    runningMs += leftMs * lease.machine.speed;
    longestLeftMs = Math.max(longestLeftMs, leftMs);
    slowest = Math.min(slowest, lease.machine.speed);
  }
  const unstarted = pendingFrames(task) + Math.max(0, task.framesLeased - started);
  const lowMs = (unstarted * low + runningMs) / speed;
  const highMs = (unstarted * high + runningMs) / speed;
  // The last frame starts when the others are nearly done: that much longer it can take.
  const lastFrameMs = unstarted === 0 ? 0 : high / Math.min(slowest, 1);
  return {
    low: Math.round(unstarted === 0 ? Math.min(longestLeftMs, (longestLeftMs * low) / middle) : lowMs),
    high: Math.round(Math.max(highMs + lastFrameMs, (longestLeftMs * high) / middle)),
  };
}

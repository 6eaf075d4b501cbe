import type { CurrentFrame, TaskEstimate } from '../estimates/task-estimate.ts';
import { isWaiting } from './machine-book.ts';
import { forecastRest, type ForecastSlot } from './forecast-rest.ts';
import type { FrameTrend } from './frame-history.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { pendingFrames } from './task-readiness.ts';
import { frameTimeLeft } from './time-left.ts';

/** Before the first frame is done: how far what it says of itself may be wrong. */
const firstFrameScatter = 0.4;

/** How far the task is, and from the frames measured how long it will take with the machines it has now. */
export function estimateTask(task: TaskRecord, nowMs: number): TaskEstimate {
  const currentFrames = currentFramesOf(task);
  const trend = task.history.trend() ?? firstFrameTrend(task, nowMs);
  const slots = trend === undefined ? [] : slotsOf(task, trend, nowMs);
  return {
    framesDone: task.framesDone,
    framesTotal: task.framesDone + task.framesFailed + task.framesLeased + pendingFrames(task),
    framesRunning: currentFrames.length,
    framesFailed: task.framesFailed,
    framesPerSecond: trend === undefined || slots.length === 0 ? null : rateOf(trend, slots),
    etaMs: trend === undefined || slots.length === 0 ? null : remainingTime(task, trend, slots),
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

/** Before the first frame is done: what the one that is furthest says of itself. */
function firstFrameTrend({ leases }: TaskRecord, nowMs: number): FrameTrend | undefined {
  let furthest: LeaseRecord | undefined;
  for (const lease of leases) if ((lease.fraction ?? 0) > (furthest?.fraction ?? 0)) furthest = lease;
  const { fraction = null, frameStartedMs = null } = furthest ?? {};
  if (furthest === undefined || fraction === null || frameStartedMs === null) return undefined;
  const leftMs = frameTimeLeft(furthest, nowMs);
  if (leftMs === undefined) return undefined;
  return {
    samples: 1,
    seen: 1,
    levelMs: (nowMs - frameStartedMs + leftMs) * furthest.machine.speed,
    ...{ growthMs: 0, growthErrorMs: 0, scatter: firstFrameScatter },
    factorOf: () => undefined,
  };
}

/** The slots that it has now, and when each is done with what it renders. */
function slotsOf(task: TaskRecord, trend: FrameTrend, nowMs: number): ForecastSlot[] {
  const slots: ForecastSlot[] = [];
  const factorOf = factorsOf(task, trend);
  for (const lease of task.leases) {
    const { facts } = lease.machine;
    if (facts === null || lease.view.isDuplicate || !isInSlot(lease)) continue;
    const factor = factorOf(lease.machine);
    const isRendering = lease.view.state === 'running' && lease.remaining.length > 0;
    const frameMs = trend.levelMs * factor;
    slots.push({ factor, freeInMs: isRendering ? (frameTimeLeft(lease, nowMs, frameMs) ?? frameMs) : 0 });
  }
  return slots;
}

/** Of a machine that did no frame of the task its speed tells, against those that did. */
function factorsOf({ leases }: TaskRecord, trend: FrameTrend): (machine: MachineRecord) => number {
  let sum = 0;
  let known = 0;
  for (const { machine } of leases) {
    const factor = trend.factorOf(machine.machineId);
    if (factor === undefined) continue;
    sum += factor * machine.speed;
    known += 1;
  }
  const atSpeed1 = known === 0 ? 1 : sum / known;
  return (machine) => trend.factorOf(machine.machineId) ?? atSpeed1 / machine.speed;
}

function rateOf({ levelMs }: FrameTrend, slots: readonly ForecastSlot[]): number {
  return slots.reduce((sum, { factor }) => sum + 1000 / (levelMs * factor), 0);
}

function isInSlot(lease: LeaseRecord): boolean {
  return !lease.machine.leaving.has(lease) && !isWaiting(lease);
}

function remainingTime(
  task: TaskRecord,
  trend: FrameTrend,
  slots: readonly ForecastSlot[],
): { low: number; high: number } {
  let started = 0;
  for (const lease of task.leases) {
    if (lease.view.state === 'running' && !lease.view.isDuplicate && lease.remaining.length > 0) started += 1;
  }
  const unstarted = pendingFrames(task) + Math.max(0, task.framesLeased - started);
  const { low, high } = forecastRest({ trend, slots, unstarted });
  return { low: Math.round(low), high: Math.round(high) };
}

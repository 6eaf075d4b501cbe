import { judgeAwaited } from '../dependencies/awaited-task.ts';
import type { FarmState } from './farm-state.ts';
import type { TaskRecord } from './records.ts';

/** Frames that no machine has, whether they may be given out now or not. */
export function pendingFrames({ fresh, retries }: TaskRecord): number {
  return fresh.count + retries.count;
}

/** Whether something of the task may be given out now, its limit of machines apart. */
export function hasReadyFrames(task: TaskRecord, nowMs: number): boolean {
  return isOpen(task, nowMs) && (task.retries.hasDue(nowMs) || hasFreshFrames(task));
}

/**
 * Whether frames may be given out that were not tried yet. As long as none of the task was ever done, those that
 * failed go first: a task that cannot be rendered fails after a few attempts, not after a few of every frame.
 */
export function hasFreshFrames({ fresh, retries, framesDone }: TaskRecord): boolean {
  return fresh.count > 0 && (framesDone > 0 || retries.nextDueMs() === undefined);
}

/** Whether as many machines work on the task as may. */
export function isAtItsLimit({ facts, workers }: TaskRecord): boolean {
  return facts.maxMachines !== null && workers.size >= facts.maxMachines;
}

function isOpen({ hasEnded, isStale, facts }: TaskRecord, nowMs: number): boolean {
  return !hasEnded && !isStale && !facts.isPaused && facts.notBeforeMs <= nowMs && mayStart(facts.awaited);
}

/** Most tasks wait for no other one. */
function mayStart(awaited: TaskRecord['facts']['awaited']): boolean {
  return awaited.length === 0 || judgeAwaited(awaited).kind === 'ready';
}

/** Whether every frame of the task is done or given up. */
export function isFinished(task: TaskRecord): boolean {
  if (task.hasEnded || task.isStale || task.framesLeased > 0 || pendingFrames(task) > 0) return false;
  return task.framesDone + task.framesFailed > 0;
}

/** Puts the task where it belongs after anything about it changed. */
export function refreshTask(state: FarmState, task: TaskRecord, nowMs: number): void {
  const isReady = hasReadyFrames(task, nowMs);
  if (isReady && !isAtItsLimit(task)) {
    if (task.queue === null) {
      state.queue.add(task);
      touchWorkers(state, task);
    }
  } else {
    state.queue.remove(task);
  }
  if (pendingFrames(task) === 0 && task.leases.size > 0 && isOpen(task, nowMs)) state.tails.add(task);
  else state.tails.delete(task);
  if (isFinished(task)) state.finished.add(task);
  else state.finished.delete(task);
  setWake(state, task, nowMs);
}

/** Machines that have the scene open are asked before others, even those that only have room to wait. */
function touchWorkers(state: FarmState, { openOn }: TaskRecord): void {
  for (const machine of openOn) state.machines.refresh(machine);
}

function setWake(state: FarmState, task: TaskRecord, nowMs: number): void {
  const wakeMs = task.hasEnded ? 0 : nextChangeMs(task, nowMs);
  if (wakeMs === task.wakeMs) return;
  task.wakeMs = wakeMs;
  if (wakeMs === 0) state.taskTimers.clear(task);
  else state.taskTimers.set(task, wakeMs);
}

/** When time alone makes frames of the task ready; 0 for never. */
function nextChangeMs(task: TaskRecord, nowMs: number): number {
  const { facts, retries } = task;
  if (facts.isPaused || task.isStale || pendingFrames(task) === 0 || !mayStart(facts.awaited)) return 0;
  if (facts.notBeforeMs > nowMs) return facts.notBeforeMs;
  const nextDueMs = retries.nextDueMs() ?? 0;
  return nextDueMs > nowMs ? nextDueMs : 0;
}

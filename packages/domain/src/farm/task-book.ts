import { singleFrame } from '../frames/frame-range.ts';
import type { FarmLease } from './farm-lease.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmPolicy } from './farm-policy.ts';
import type { FarmTask } from './farm-task.ts';
import { closeLease } from './live-leases.ts';
import { FrameHistory } from './frame-history.ts';
import { TaskPace } from './pace.ts';
import type { FrameTrouble, TaskRecord } from './records.ts';
import { RetryQueue } from './retry-queue.ts';
import { sortOut } from './release-frames.ts';
import { createFrameSource } from './structures/frame-source.ts';
import { RangeSet } from './structures/range-set.ts';
import { refreshTask } from './task-readiness.ts';

/** Takes the task's facts over; its live leases and what was measured of it stay. */
export function putTaskRecord(state: FarmState, facts: FarmTask, nowMs: number): void {
  const known = state.tasks.get(facts.taskId);
  if (known !== undefined) state.queue.remove(known);
  const task = known ?? newRecord(state, facts);
  if (known === undefined) {
    state.tasks.set(facts.taskId, task);
  } else {
    moveToNewFacts(state, known, facts);
  }
  setFrames(task, facts);
  task.isStale = false;
  task.hasEnded = false;
  refreshTask(state, task, nowMs);
  if (task.queue !== null) state.arrivals.add(task);
}

/** Forgets the task. @returns its live leases, which are over */
export function removeTaskRecord(state: FarmState, task: TaskRecord, nowMs: number): FarmLease[] {
  task.hasEnded = true;
  const ended = [...task.leases].map((lease) => {
    closeLease(state, lease, nowMs);
    return lease.view;
  });
  refreshTask(state, task, nowMs);
  state.arrivals.delete(task);
  for (const machine of task.openOn) machine.sessions.delete(task.taskId);
  state.queue.leave(task.demandClass);
  state.users.leave(task.user);
  state.tasks.delete(task.taskId);
  return ended;
}

function newRecord(state: FarmState, facts: FarmTask): TaskRecord {
  return {
    taskId: facts.taskId,
    facts,
    user: state.users.join(facts.userId, facts.userWeight),
    demandClass: state.queue.join(facts),
    queue: null,
    fresh: createFrameSource([], facts.order),
    retries: new RetryQueue(),
    framesDone: 0,
    framesFailed: 0,
    framesLeased: 0,
    troubles: troublesOf(facts, state.policy),
    failedFrames: new Set(),
    streaks: new Map(),
    avoidedMachineIds: new Set(),
    unableMachineIds: new Set(),
    leases: new Set(),
    workers: new Map(),
    workerSpeed: 0,
    openOn: new Set(),
    pace: new TaskPace(),
    history: new FrameHistory(),
    hasEnded: false,
    isStale: false,
    provenMachineIds: new Set(),
    tailDueMs: 0,
    wakeMs: 0,
    heapIndex: -1,
  };
}

/** The demand and the user may have changed. The new ones are joined first: nothing is forgotten in between. */
function moveToNewFacts(state: FarmState, task: TaskRecord, facts: FarmTask): void {
  const { demandClass, user } = task;
  task.demandClass = state.queue.join(facts);
  task.user = state.users.join(facts.userId, facts.userWeight);
  if (task.user !== user) {
    for (let held = task.leases.size; held > 0; held -= 1) {
      state.users.takeBack(user, 0);
      state.users.adopt(task.user);
    }
  }
  state.queue.leave(demandClass);
  state.users.leave(user);
  task.facts = facts;
}

function setFrames(task: TaskRecord, facts: FarmTask): void {
  const pending = new RangeSet(facts.pending);
  for (const { remaining } of task.leases) for (const frames of remaining) pending.remove(frames);
  // A frame that waits again although it was given up has been asked for by a person: it starts afresh.
  for (const frame of task.failedFrames) {
    if (pending.has(frame) && task.failedFrames.delete(frame)) task.troubles.delete(frame);
  }
  const { fresh, again } = sortOut(task, pending.ranges());
  task.retries.clear();
  for (const entry of again) task.retries.add(entry);
  task.fresh = createFrameSource(fresh, facts.order);
  task.framesDone = facts.framesDone;
  task.framesFailed = facts.framesFailed;
}

/** What the database knows of failures. In which order they came among successes it does not know. */
function troublesOf(
  { failures, machineLosses }: FarmTask,
  { maxAttemptsPerFrame, maxMachineLossesPerFrame }: FarmPolicy,
): Map<number, FrameTrouble> {
  const troubles = new Map<number, FrameTrouble>();
  for (const { frame, machineId } of failures) {
    const trouble = troubleOf(troubles, frame);
    trouble.failures += 1;
    trouble.machineIds.add(machineId);
  }
  for (const { frame } of machineLosses) troubleOf(troubles, frame).losses += 1;
  for (const [frame, { failures: count, losses }] of troubles) {
    // Whoever asked for such a frame once more means more than one last attempt.
    if (count >= maxAttemptsPerFrame || losses >= maxMachineLossesPerFrame) troubles.delete(frame);
  }
  return troubles;
}

/** The record of a frame's failures, a new one if there were none. */
export function troubleOf(troubles: Map<number, FrameTrouble>, frame: number): FrameTrouble {
  const known = troubles.get(frame);
  if (known !== undefined) return known;
  const trouble: FrameTrouble = {
    failures: 0,
    losses: 0,
    machineIds: new Set(),
    lostWith: new Map(),
    dueMs: 0,
  };
  troubles.set(frame, trouble);
  return trouble;
}

/** The frame that stands for a lease of a task whose engine has no frames, or whose frame is not known. */
export function frameToBlame(remaining: readonly { first: number }[]): number {
  return remaining[0]?.first ?? singleFrame.first;
}

import { isKeptFrom } from './choose-task.ts';
import { copyFor, copyCandidates } from './duplicate-frames.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { openLease } from './live-leases.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { takeBackFor, unstartedCandidates } from './take-back.ts';
import { isAtItsLimit } from './task-readiness.ts';
import { taskComesBefore } from './user-shares.ts';

/** Looking at a tail takes time for each of its leases, so large ones are looked at less often. */
const msPerLease = 0.02;
const shortestLookMs = 20;
const longestLookMs = 2000;
/** After a look in vain, events alone are no reason to look again before this: a small share of a frame. */
const shortestRestMs = 5;
const longestRestMs = 200;
const restPerFrame = 1 / 64;
/** Idle machines, fastest first, and leases, latest first, that are weighed in one look. */
const machinesPerLook = 16;
const tailsPerDecide = 16;

/**
 * With nothing left to give out, idle machines take unstarted frames from machines that would get to them later,
 * and then render running frames once more where they would be done sooner.
 */
export function shortenTails(
  state: FarmState,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  state.tailDueMs = null;
  if (state.tails.size === 0 || !hasIdleLinkMachine(state)) return;
  const due: TaskRecord[] = [];
  for (const task of state.tails) {
    if (task.tailDueMs <= nowMs) due.push(task);
    else wakeAt(state, task.tailDueMs);
  }
  due.sort((a, b) => (taskComesBefore(a, b) ? -1 : 1));
  for (const [index, task] of due.entries()) {
    if (decisions.length >= maxDecisions || index >= tailsPerDecide) {
      wakeAt(state, nowMs);
      return;
    }
    const isShorter = shortenTail(state, task, decisions, nowMs, maxDecisions);
    const quietMs = isShorter ? 0 : restAfterLook(task);
    task.tailDueMs = nowMs + quietMs;
    wakeAt(state, nowMs + (isShorter ? 0 : Math.max(quietMs, timeToLook(task))));
  }
}

function wakeAt(state: FarmState, atMs: number): void {
  state.tailDueMs = Math.min(state.tailDueMs ?? Infinity, atMs);
}

function restAfterLook({ pace, leases }: TaskRecord): number {
  const restMs = Math.min(longestRestMs, (pace.medianMs ?? 0) * restPerFrame);
  return Math.max(shortestRestMs, restMs, leases.size * msPerLease);
}

function timeToLook({ pace }: TaskRecord): number {
  const eighthMs = (pace.medianMs ?? 8 * longestLookMs) / 8;
  return Math.min(longestLookMs, Math.max(shortestLookMs, eighthMs));
}

/** @returns whether something was done about it, so that another look may find more */
function shortenTail(
  state: FarmState,
  task: TaskRecord,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): boolean {
  const machines = idleLinkMachines(state, task).filter(
    (machine) => !isKeptFrom(state, task, machine) && (!isAtItsLimit(task) || task.workers.has(machine)),
  );
  if (machines.length === 0) return false;
  const unstarted = unstartedCandidates(task, machinesPerLook, nowMs);
  const running = copyCandidates(state, task, machinesPerLook, nowMs);
  const before = decisions.length;
  for (const machine of machines) {
    if (decisions.length + 1 >= maxDecisions) break;
    if (isAtItsLimit(task) && !task.workers.has(machine)) break;
    const taken = takeBackFor(state, task, machine, unstarted, nowMs);
    const copied = taken === undefined ? copyFor(state, task, machine, running) : undefined;
    if (taken !== undefined) decisions.push(taken.decision);
    const frames = taken?.frames ?? copied?.remaining[0];
    if (frames === undefined) continue;
    const lease = openLease(state, { task, machine, frames, original: copied ?? null }, nowMs);
    decisions.push({ kind: 'grant', lease: lease.view });
  }
  return decisions.length > before;
}

function hasIdleLinkMachine(state: FarmState): boolean {
  for (const { idle, sample } of state.machines.profiles()) {
    if (sample.transport === 'link' && idle.size > 0) return true;
  }
  return false;
}

/** Idle machines that can render the task, fastest first; no more than have something to gain. */
function idleLinkMachines(state: FarmState, task: TaskRecord): MachineRecord[] {
  const count = Math.min(task.leases.size, machinesPerLook);
  const machines: MachineRecord[] = [];
  for (const { idle, classes, sample } of state.machines.profiles()) {
    if (idle.size === 0 || sample.transport !== 'link' || !classes.includes(task.demandClass)) continue;
    idle.find((machine) => {
      machines.push(machine);
      return false;
    }, count);
  }
  return machines.sort((a, b) => b.speed - a.speed).slice(0, count);
}

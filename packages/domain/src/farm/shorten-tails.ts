import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { isKeptFrom } from './choose-task.ts';
import { duplicateFor } from './duplicate-frames.ts';
import { openLease } from './live-leases.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { unstartedFramesFor } from './take-back.ts';
import { isAtItsLimit } from './task-readiness.ts';
import { taskComesBefore } from './user-shares.ts';

/** Looking at a tail takes time for each of its leases, so large ones are looked at less often. */
const msPerLease = 0.02;
const shortestLookMs = 20;
const longestLookMs = 2000;

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
  for (const task of [...state.tails].sort((a, b) => (taskComesBefore(a, b) ? -1 : 1))) {
    if (decisions.length >= maxDecisions) return;
    if (task.tailDueMs <= nowMs) {
      shortenTail(state, task, decisions, nowMs, maxDecisions);
      task.tailDueMs = nowMs + task.leases.size * msPerLease;
    }
    const lookMs = Math.max(task.tailDueMs, nowMs + timeToLook(task));
    state.tailDueMs = Math.min(state.tailDueMs ?? Infinity, lookMs);
  }
}

function timeToLook({ pace, leases }: TaskRecord): number {
  const eighthMs = (pace.medianMs ?? 8 * longestLookMs) / 8;
  return Math.min(longestLookMs, Math.max(shortestLookMs, eighthMs, leases.size * msPerLease));
}

function shortenTail(
  state: FarmState,
  task: TaskRecord,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  // Each of them can take over one lease at most.
  for (const machine of idleLinkMachines(state, task, task.leases.size)) {
    if (decisions.length + 1 >= maxDecisions) return;
    if (isKeptFrom(state, task, machine) || (isAtItsLimit(task) && !task.workers.has(machine))) continue;
    const taken = unstartedFramesFor(state, task, machine, nowMs);
    const copied = taken === undefined ? duplicateFor(state, task, machine, nowMs) : undefined;
    if (taken !== undefined) decisions.push(taken.decision);
    const frames = taken?.frames ?? copied?.remaining[0];
    if (frames === undefined) continue;
    const lease = openLease(state, { task, machine, frames, original: copied ?? null }, nowMs);
    decisions.push({ kind: 'grant', lease: lease.view });
  }
}

function hasIdleLinkMachine(state: FarmState): boolean {
  for (const { idle, sample } of state.machines.profiles()) {
    if (sample.transport === 'link' && idle.size > 0) return true;
  }
  return false;
}

/** Idle machines that can render the task, fastest first. */
function idleLinkMachines(state: FarmState, task: TaskRecord, count: number): MachineRecord[] {
  const machines: MachineRecord[] = [];
  for (const { idle, classes, sample } of state.machines.profiles()) {
    if (sample.transport !== 'link' || !classes.includes(task.demandClass)) continue;
    const fromThis: MachineRecord[] = [];
    idle.find((machine) => {
      fromThis.push(machine);
      return false;
    }, count);
    machines.push(...fromThis);
  }
  return machines.sort((a, b) => b.speed - a.speed).slice(0, count);
}

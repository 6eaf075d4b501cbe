import { awaitedText } from '../dependencies/awaited-task.ts';
import { hasOtherMachine } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import { isUsable } from './machine-book.ts';
import type { TaskRecord } from './records.ts';
import { missingOn } from './requirements.ts';
import { hasReadyFrames, isAtItsLimit, pendingFrames } from './task-readiness.ts';

/** Why nothing of the task is rendered although frames wait, one sentence; undefined when that is not so. */
export function whyWaiting(state: FarmState, task: TaskRecord, nowMs: number): string | undefined {
  if (task.hasEnded || pendingFrames(task) === 0) return undefined;
  for (const { view } of task.leases) if (view.state === 'running') return undefined;
  if (task.facts.isPaused) return 'The task is paused.';
  if (task.leases.size > 0) return 'Its first frames are on their way to a machine.';
  const awaited = awaitedText(task.facts.awaited);
  if (awaited !== undefined) return awaited;
  const missing = missingMachine(state, task);
  if (missing !== undefined) return missing;
  if (!hasReadyFrames(task, nowMs)) return waitText(task, nowMs);
  const rest = restText(state, task, nowMs);
  if (rest !== undefined) return rest;
  if (isAtItsLimit(task)) return 'As many machines work on it as it may have.';
  if (!hasOtherMachine(state, task, task.avoidedMachineIds) && task.avoidedMachineIds.size > 0) {
    return 'It failed on every machine that can render it, and is tried again there when one of them is free.';
  }
  return 'All machines that can render it are busy with other tasks.';
}

/** undefined while a machine that can render the task does not rest. */
function restText(state: FarmState, { demandClass }: TaskRecord, nowMs: number): string | undefined {
  let nextMs = Infinity;
  let areLost = true;
  for (const { restsUntilMs, losses } of state.machines.usableFor(demandClass)) {
    if (restsUntilMs <= nowMs) return undefined;
    nextMs = Math.min(nextMs, restsUntilMs);
    areLost &&= losses > 0;
  }
  if (nextMs === Infinity) return undefined;
  const why = areLost ? 'were lost again and again when they had work' : 'would take no work just now';
  return `The machines that can render it ${why}; the next one is tried in ${secondsUntil(nextMs, nowMs)} s.`;
}

function waitText({ facts, retries }: TaskRecord, nowMs: number): string {
  const dueMs = facts.notBeforeMs > nowMs ? facts.notBeforeMs : (retries.nextDueMs() ?? nowMs);
  return `It failed and is tried again in ${secondsUntil(dueMs, nowMs)} s.`;
}

function secondsUntil(atMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((atMs - nowMs) / 1000));
}

/** What the farm lacks to render the task; undefined when a machine could. */
function missingMachine(state: FarmState, { facts, demandClass }: TaskRecord): string | undefined {
  if (demandClass.usable > 0) return undefined;
  let present = 0;
  let capable = 0;
  let isQuarantined = false;
  let nearest: string | undefined;
  for (const machine of state.machines.all()) {
    if (machine.facts === null) continue;
    present += 1;
    const missing = missingOn(machine.facts, facts);
    if (missing === undefined) {
      capable += 1;
      isQuarantined ||= machine.quarantineReason !== null && isUsable({ ...machine, quarantineReason: null });
    } else {
      nearest = furtherOf(nearest, missing);
    }
  }
  if (isQuarantined) return 'The machines that can render it failed too often and are quarantined.';
  if (capable > 0)
    return 'The machines that can render it take no work now: drained, off schedule, or in use.';
  return present === 0 ? 'No machine is connected.' : `No machine ${nearest ?? 'can render it'}.`;
}

/** Of what two machines lack, what the better one lacks: the later check says more. */
function furtherOf(a: string | undefined, b: string): string {
  if (a === undefined) return b;
  const rank = (text: string) =>
    text.startsWith('of version 1') || text.startsWith('that fetches')
      ? 0
      : text.startsWith('with the engine') && text.endsWith('is there')
        ? 1
        : 2;
  return rank(b) > rank(a) ? b : a;
}

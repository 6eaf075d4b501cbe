import { awaitedText } from '../dependencies/awaited-task.ts';
import { say } from '../phrases/say.ts';
import { hasOtherMachine } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import { isUsable } from './machine-book.ts';
import type { TaskRecord } from './records.ts';
import { missingOn, type Missing } from './requirements.ts';
import { hasReadyFrames, isAtItsLimit, pendingFrames } from './task-readiness.ts';

/** Why nothing of the task is rendered although frames wait, one sentence; undefined when that is not so. */
export function whyWaiting(state: FarmState, task: TaskRecord, nowMs: number): string | undefined {
  if (task.hasEnded || pendingFrames(task) === 0) return undefined;
  for (const { view } of task.leases) if (view.state === 'running') return undefined;
  if (task.facts.isPaused) return say('task-paused');
  if (task.leases.size > 0) return say('first-frames-sent');
  const awaited = awaitedText(task.facts.awaited);
  if (awaited !== undefined) return awaited;
  const missing = missingMachine(state, task);
  if (missing !== undefined) return missing;
  if (!hasReadyFrames(task, nowMs)) return waitText(task, nowMs);
  const rest = restText(state, task, nowMs);
  if (rest !== undefined) return rest;
  if (isAtItsLimit(task)) return say('machines-at-limit');
  if (!hasOtherMachine(state, task, task.avoidedMachineIds) && task.avoidedMachineIds.size > 0) {
    return say('failed-everywhere');
  }
  return say('machines-busy');
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
  return say(areLost ? 'machines-lost-again' : 'machines-decline', {
    retryInMs: wholeSeconds(nextMs - nowMs),
  });
}

function waitText({ facts, retries }: TaskRecord, nowMs: number): string {
  const dueMs = facts.notBeforeMs > nowMs ? facts.notBeforeMs : (retries.nextDueMs() ?? nowMs);
  return say('failed-retrying', { retryInMs: wholeSeconds(dueMs - nowMs) });
}

/** At least one: nobody is told of no time at all. */
function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000;
}

/** What the farm lacks to render the task; undefined when a machine could. */
function missingMachine(state: FarmState, { facts, demandClass }: TaskRecord): string | undefined {
  if (demandClass.usable > 0) return undefined;
  let present = 0;
  let capable = 0;
  let isQuarantined = false;
  let nearest: Missing | undefined;
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
  if (isQuarantined) return say('machines-quarantined');
  if (capable > 0) return say('machines-resting');
  if (present === 0) return say('no-machine-connected');
  return nearest?.text ?? say('no-machine-able');
}

/** Of what two machines lack, what the better one lacks: the later check says more. */
function furtherOf(a: Missing | undefined, b: Missing): Missing {
  return a === undefined || b.checksPassed > a.checksPassed ? b : a;
}

import { isKeptFrom } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { takeFrames } from './grant-leases.ts';
import { closeLease, openLease } from './live-leases.ts';
import { isUsable, isWaiting } from './machine-book.ts';
import type { LeaseRecord, TaskRecord } from './records.ts';
import { releaseFrames } from './release-frames.ts';
import { isWorthStarting } from './scene-affinity.ts';
import { isAtItsLimit } from './task-readiness.ts';
import { timeUntilStart } from './time-left.ts';

/** Tasks looked at in one `decide`: each takes a look at every machine. */
const arrivalsLookedAt = 4;

/**
 * Leases that wait on machines are no reason to wait behind them: a task of higher priority, and one of a user who
 * has nothing yet, take the place of one that waits, and so get the next slot that becomes free.
 */
export function makeRoom(
  state: FarmState,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  let looks = arrivalsLookedAt;
  for (const task of state.arrivals) {
    if (looks === 0) return;
    looks -= 1;
    while (decisions.length + 1 < maxDecisions && task.queue !== null) {
      const { victim, mayComeLater } = findVictim(state, task, nowMs);
      if (victim === undefined) {
        if (!mayComeLater) state.arrivals.delete(task);
        break;
      }
      if (!replace(state, victim, task, decisions, nowMs)) {
        state.arrivals.delete(task);
        break;
      }
    }
    if (task.queue === null) state.arrivals.delete(task);
  }
}

function replace(
  state: FarmState,
  victim: LeaseRecord,
  task: TaskRecord,
  decisions: FarmDecision[],
  nowMs: number,
): boolean {
  const { machine } = victim;
  const frames = takeFrames(state, task, machine, nowMs);
  if (frames === undefined) return false;
  closeLease(state, victim, nowMs);
  releaseFrames(state, victim.task, victim.remaining, nowMs);
  decisions.push({ kind: 'retract', leaseId: victim.view.leaseId, lease: victim.view, keepThrough: null });
  const lease = openLease(state, { task, machine, frames, original: null }, nowMs);
  decisions.push({ kind: 'grant', lease: lease.view });
  return true;
}

/** The waiting lease that gives way: of the lowest priority, then of whom has most, then where a slot is free soonest. */
function findVictim(
  state: FarmState,
  task: TaskRecord,
  nowMs: number,
): { victim: LeaseRecord | undefined; mayComeLater: boolean } {
  let best: { lease: LeaseRecord; startsInMs: number } | undefined;
  let mayComeLater = false;
  for (const { machines, classes } of state.machines.profiles()) {
    if (!classes.includes(task.demandClass)) continue;
    for (const machine of machines) {
      const lease = machine.leases.at(-1);
      if (lease === undefined || !givesWay(lease, task) || !isUsable(machine)) continue;
      if (isAtItsLimit(task) && !task.workers.has(machine)) continue;
      if (isKeptFrom(state, task, machine) || !isWorthStarting(state, task, machine, nowMs)) continue;
      if (lease.view.state === 'granting') {
        mayComeLater = true;
        continue;
      }
      const startsInMs = timeUntilStart(lease, nowMs) ?? 0;
      if (best === undefined || givesWayBefore({ lease, startsInMs }, best)) best = { lease, startsInMs };
    }
  }
  return { victim: best?.lease, mayComeLater };
}

function givesWay(lease: LeaseRecord, { facts, user }: TaskRecord): boolean {
  if (lease.machine.facts?.transport !== 'link' || lease.copies.length > 0 || !isWaiting(lease)) return false;
  const other = lease.task;
  if (other.facts.priority !== facts.priority) return other.facts.priority < facts.priority;
  return other.user !== user && user.held === 0 && other.user.held > 1;
}

function givesWayBefore(
  a: { lease: LeaseRecord; startsInMs: number },
  b: { lease: LeaseRecord; startsInMs: number },
): boolean {
  const byPriority = a.lease.task.facts.priority - b.lease.task.facts.priority;
  if (byPriority !== 0) return byPriority < 0;
  const userA = a.lease.task.user;
  const userB = b.lease.task.user;
  const byShare = userA.held / userA.weight - userB.held / userB.weight;
  return byShare === 0 ? a.startsInMs < b.startsInMs : byShare > 0;
}

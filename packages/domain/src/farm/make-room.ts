import { isKeptFrom } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { takeFrames } from './grant-leases.ts';
import { closeLease, openLease } from './live-leases.ts';
import { isUsable, isWaiting } from './machine-book.ts';
import type { LeaseRecord, TaskRecord, UserRecord } from './records.ts';
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
    if (looks === 0 || decisions.length + 1 >= maxDecisions) return;
    looks -= 1;
    if (task.queue === null || !makeRoomFor(state, task, decisions, nowMs, maxDecisions)) {
      state.arrivals.delete(task);
    }
  }
}

/** @returns whether another look may find more */
function makeRoomFor(
  state: FarmState,
  task: TaskRecord,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): boolean {
  const { groups, mayComeLater } = findVictims(state, task, nowMs);
  while (task.queue !== null) {
    if (decisions.length + 1 >= maxDecisions) return true;
    const victim = nextVictim(groups);
    if (victim === undefined) return mayComeLater;
    // What went before may have changed whose turn it is.
    if (!canGiveWay(state, victim, task, nowMs)) continue;
    if (!replace(state, victim, task, decisions, nowMs)) return false;
  }
  return false;
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

/** Waiting leases of one user and priority; the one that would begin soonest comes last. */
interface VictimGroup {
  readonly priority: number;
  readonly user: UserRecord;
  readonly victims: { readonly lease: LeaseRecord; readonly startsInMs: number }[];
}

/** All waiting leases that could give way to the task: one look at every machine, however many do. */
function findVictims(
  state: FarmState,
  task: TaskRecord,
  nowMs: number,
): { groups: VictimGroup[]; mayComeLater: boolean } {
  const groups = new Map<string, VictimGroup>();
  let mayComeLater = false;
  for (const { machines, classes } of state.machines.profiles()) {
    if (!classes.includes(task.demandClass)) continue;
    for (const machine of machines) {
      const lease = machine.leases.at(-1);
      if (lease === undefined || !canGiveWay(state, lease, task, nowMs)) continue;
      if (lease.view.state === 'granting') {
        mayComeLater = true;
        continue;
      }
      const startsInMs = timeUntilStart(lease, nowMs) ?? 0;
      groupOf(groups, lease.task).victims.push({ lease, startsInMs });
    }
  }
  for (const { victims } of groups.values()) victims.sort((a, b) => b.startsInMs - a.startsInMs);
  return { groups: [...groups.values()], mayComeLater };
}

function groupOf(groups: Map<string, VictimGroup>, { user, facts: { priority } }: TaskRecord): VictimGroup {
  const key = `${user.userId} ${priority}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = { priority, user, victims: [] };
  groups.set(key, group);
  return group;
}

/** Taken from its group: of the lowest priority, then of whom has most by now, then where a slot is free soonest. */
function nextVictim(groups: readonly VictimGroup[]): LeaseRecord | undefined {
  let best: VictimGroup | undefined;
  for (const group of groups) {
    if (group.victims.length > 0 && (best === undefined || givesWayBefore(group, best))) best = group;
  }
  return best?.victims.pop()?.lease;
}

function canGiveWay(state: FarmState, lease: LeaseRecord, task: TaskRecord, nowMs: number): boolean {
  const { machine } = lease;
  if (!givesWay(lease, task) || !isUsable(machine)) return false;
  if (isAtItsLimit(task) && !task.workers.has(machine)) return false;
  return !isKeptFrom(state, task, machine) && isWorthStarting(state, task, machine, nowMs);
}

function givesWay(lease: LeaseRecord, { facts, user }: TaskRecord): boolean {
  if (lease.machine.facts?.transport !== 'link' || lease.copies.length > 0 || !isWaiting(lease)) return false;
  const other = lease.task;
  if (other.facts.priority !== facts.priority) return other.facts.priority < facts.priority;
  return other.user !== user && user.held === 0 && other.user.held > 1;
}

function givesWayBefore(a: VictimGroup, b: VictimGroup): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority;
  const byShare = a.user.held / a.user.weight - b.user.held / b.user.weight;
  if (byShare !== 0) return byShare > 0;
  return (a.victims.at(-1)?.startsInMs ?? 0) < (b.victims.at(-1)?.startsInMs ?? 0);
}

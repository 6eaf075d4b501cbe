import { backoffMs } from '../retry/retry-policy.ts';
import { endAtNoCost, endLease } from './end-lease.ts';
import { forgetIfOver } from './end-task.ts';
import type { FarmState } from './farm-state.ts';
import type { EndVerdict } from './farm-verdicts.ts';
import { isWaiting } from './machine-book.ts';
import type { LeaseRecord, MachineRecord } from './records.ts';

/** All live leases of the machine, oldest first. */
export function leasesOf({ leaving, leases }: MachineRecord): LeaseRecord[] {
  return [...leaving, ...leases];
}

/** The machine is gone: its leases end. What had a slot may be what it died of, the rest cannot. */
export function loseMachine(state: FarmState, machineId: number, nowMs: number): EndVerdict[] {
  const machine = state.machines.get(machineId);
  if (machine === undefined) return [];
  for (const taskId of machine.sessions.keys()) state.tasks.get(taskId)?.openOn.delete(machine);
  const leases = leasesOf(machine);
  const slots = machine.facts?.slots ?? 1;
  const waiting = new Set(leases.filter(isWaiting));
  // First gone, so that nothing that is released counts on it.
  state.machines.setFacts(machine, null, []);
  const verdicts = leases.flatMap((lease) => {
    // The end of an earlier one may have ended the task, and this lease with it.
    if (!lease.isLive) return [];
    return [waiting.has(lease) ? loseWaiting(state, lease, nowMs) : endLease(state, lease, lost, nowMs)];
  });
  restAfterLosses(state, machine, Math.min(slots, leases.length), nowMs, slots);
  return verdicts;
}

const outcome = { kind: 'machine-lost', message: 'its connection ended' } as const;
const lost = { outcome, cause: null, failedFrame: null } as const;

function loseWaiting(state: FarmState, lease: LeaseRecord, nowMs: number): EndVerdict {
  const verdict = endAtNoCost(state, lease, outcome, nowMs);
  forgetIfOver(state, lease.task, nowMs);
  return { ...verdict, cause: 'machine-lost' };
}

/**
 * A machine that was lost with work gets new work as soon as it is back; lost again before it did a frame, it rests,
 * longer with every time.
 *
 * @param leases how many of the leases in its slots it was lost with
 * @param slots so many leases are one loss
 */
export function restAfterLosses(
  { machines, policy, random }: FarmState,
  machine: MachineRecord,
  leases: number,
  nowMs: number,
  slots = machine.facts?.slots ?? 1,
): void {
  machine.losses += leases;
  const times = Math.ceil(machine.losses / Math.max(1, slots));
  if (leases > 0 && times > 1) machines.rest(machine, nowMs + backoffMs(times - 1, policy, random()));
}

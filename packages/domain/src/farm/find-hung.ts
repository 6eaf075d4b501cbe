import { endLease } from './end-lease.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import type { LeaseRecord } from './records.ts';
import { countFrames } from '../frames/frame-range.ts';
import { frameTimeOn } from './pace.ts';

/** Below this the task's median says too little. */
const fewestFrames = 3;

/** Ends the renders that take far longer than the task's frames take on their machine, without making progress. */
export function endHungLeases(
  state: FarmState,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  while (decisions.length < maxDecisions) {
    const lease = state.leaseTimers.takeDue(nowMs);
    if (lease === undefined) return;
    const limitMs = hungAfterMs(state, lease);
    const sinceMs = Math.max(lease.progressMs, lease.frameStartedMs ?? 0);
    const elapsedMs = nowMs - (lease.frameStartedMs ?? nowMs);
    // Progress within the frame is a sign of life, however long the frame takes.
    const aliveUntilMs = lease.fraction === null ? 0 : sinceMs + state.policy.hungMinMs;
    if (limitMs !== undefined && elapsedMs >= limitMs && nowMs >= aliveUntilMs) {
      decisions.push(endHung(state, lease, elapsedMs, nowMs));
    } else {
      const againMs = limitMs === undefined ? state.policy.hungMinMs : limitMs - elapsedMs;
      state.leaseTimers.set(lease, Math.max(nowMs + Math.max(againMs, shortestWaitMs), aliveUntilMs));
    }
  }
}

const shortestWaitMs = 100;

/** How long what the lease is at may take; undefined while the task's frame time is not known. */
function hungAfterMs({ policy }: FarmState, lease: LeaseRecord): number | undefined {
  const { task, machine, remaining } = lease;
  const frameMs = frameTimeOn(task, machine);
  if (frameMs === undefined || task.pace.samples < fewestFrames) return undefined;
  // Of an /hpc lease nobody says at which frame it is.
  const frames = machine.facts?.transport === 'link' ? 1 : countFrames(remaining);
  const medianMs = Math.max(frameMs, task.pace.medianMs ?? 0);
  return Math.max(
    policy.hungMinMs,
    policy.hungMedianFactor * medianMs * frames + task.pace.loadMs / machine.speed,
  );
}

function endHung(state: FarmState, lease: LeaseRecord, elapsedMs: number, nowMs: number): FarmDecision {
  const seconds = Math.round(elapsedMs / 1000);
  const message = `no end after ${seconds} s, more than ${state.policy.hungMedianFactor} times what other frames take`;
  const end = {
    outcome: { kind: 'timed-out', message },
    cause: 'hung',
    failedFrame: lease.currentFrame,
  } as const;
  return { kind: 'end-hung', leaseId: lease.view.leaseId, verdict: endLease(state, lease, end, nowMs) };
}

import { countFrames } from '../frames/frame-range.ts';
import type { LeaseRecord, MachineRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';

/** A fraction below this says too little to multiply with. */
const leastTellingFraction = 0.02;

/** A frame that takes longer than expected probably takes as long again, in part. */
const shareOfDelay = 0.5;

/**
 * How long the frame that the lease is at still takes there; undefined when nothing can be said.
 *
 * @param expectedMs what a frame takes there, as far as that is known
 */
export function frameTimeLeft(
  lease: LeaseRecord,
  nowMs: number,
  expectedMs = frameTimeOn(lease.task, lease.machine),
): number | undefined {
  const { frameStartedMs, fraction } = lease;
  if (frameStartedMs === null) return undefined;
  const elapsedMs = Math.max(0, nowMs - frameStartedMs);
  if (fraction !== null && fraction >= leastTellingFraction) {
    // Counted from when that fraction was reached, so that a render that stands still does not seem to end.
    const atProgressMs = Math.max(0, lease.progressMs - frameStartedMs);
    const totalMs = atProgressMs / fraction;
    return Math.max(totalMs - elapsedMs, (elapsedMs - atProgressMs) * shareOfDelay, 0);
  }
  if (expectedMs === undefined) return undefined;
  return elapsedMs <= expectedMs ? expectedMs - elapsedMs : (elapsedMs - expectedMs) * shareOfDelay;
}

/** How long the lease still runs; undefined when nothing can be said. */
export function leaseTimeLeft(lease: LeaseRecord, nowMs: number): number | undefined {
  const frameMs = frameTimeOn(lease.task, lease.machine);
  const frames = countFrames(lease.remaining);
  // Nothing but the word that it has ended is missing.
  if (frames === 0) return 0;
  if (lease.view.state !== 'running') return frameMs === undefined ? undefined : frames * frameMs;
  const currentMs = frameTimeLeft(lease, nowMs);
  if (currentMs === undefined) return undefined;
  return frames <= 1 ? currentMs : currentMs + (frames - 1) * (frameMs ?? currentMs);
}

/** When a slot of the machine is free for the first lease that waits on it, from now; undefined when nothing can be said. */
export function timeUntilFree(machine: MachineRecord, nowMs: number): number | undefined {
  return timeUntilSlot(machine, 0, nowMs);
}

/** When the lease, which waits on its machine, begins, from now; undefined when nothing can be said. */
export function timeUntilStart(lease: LeaseRecord, nowMs: number): number | undefined {
  const { machine } = lease;
  return timeUntilSlot(machine, machine.leases.indexOf(lease) - (machine.facts?.slots ?? 1), nowMs);
}

/** When so many and one more of the leases in its slots have ended. */
function timeUntilSlot({ leases, facts }: MachineRecord, before: number, nowMs: number): number | undefined {
  const lefts: number[] = [];
  for (const ahead of leases.slice(0, facts?.slots ?? 1)) {
    const leftMs = leaseTimeLeft(ahead, nowMs);
    if (leftMs === undefined) return undefined;
    lefts.push(leftMs);
  }
  return lefts.sort((a, b) => a - b)[before] ?? 0;
}

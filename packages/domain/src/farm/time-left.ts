import { countFrames } from '../frames/frame-range.ts';
import type { LeaseRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';

/** A fraction below this says too little to multiply with. */
const leastTellingFraction = 0.02;

/** A frame that takes longer than expected probably takes as long again, in part. */
const shareOfDelay = 0.5;

/** How long the frame that the lease is at still takes there; undefined when nothing can be said. */
export function frameTimeLeft(lease: LeaseRecord, nowMs: number): number | undefined {
  const { frameStartedMs, fraction, task, machine } = lease;
  if (frameStartedMs === null) return undefined;
  const elapsedMs = Math.max(0, nowMs - frameStartedMs);
  if (fraction !== null && fraction >= leastTellingFraction) {
    // Counted from when that fraction was reached, so that a render that stands still does not seem to end.
    const atProgressMs = Math.max(0, lease.progressMs - frameStartedMs);
    const totalMs = atProgressMs / fraction;
    return Math.max(totalMs - elapsedMs, (elapsedMs - atProgressMs) * shareOfDelay, 0);
  }
  const expectedMs = frameTimeOn(task, machine);
  if (expectedMs === undefined) return undefined;
  return elapsedMs <= expectedMs ? expectedMs - elapsedMs : (elapsedMs - expectedMs) * shareOfDelay;
}

/** How long the lease still runs; undefined when nothing can be said. */
export function leaseTimeLeft(lease: LeaseRecord, nowMs: number): number | undefined {
  const frameMs = frameTimeOn(lease.task, lease.machine);
  const frames = countFrames(lease.remaining);
  if (lease.view.state !== 'running') return frameMs === undefined ? undefined : frames * frameMs;
  const currentMs = frameTimeLeft(lease, nowMs);
  if (currentMs === undefined) return undefined;
  return frames <= 1 ? currentMs : currentMs + (frames - 1) * (frameMs ?? currentMs);
}

/** When a lease that waits on its machine begins, from now; undefined when nothing can be said. */
export function timeUntilStart(
  { machine }: LeaseRecord,
  position: number,
  nowMs: number,
): number | undefined {
  const slots = machine.facts?.slots ?? 1;
  const lefts: number[] = [];
  for (const ahead of machine.leases.slice(0, slots)) {
    const leftMs = leaseTimeLeft(ahead, nowMs);
    if (leftMs === undefined) return undefined;
    lefts.push(leftMs);
  }
  return lefts.sort((a, b) => a - b)[position - slots] ?? 0;
}

import { countFrames, estimateProgress, type FrameRange, type TaskProgress } from '@renderonline/domain';
import type { FrameCounts } from '@renderonline/database';
import type { HeldLease } from '../leases/held-lease.ts';
import type { AttemptReport } from '../../machines/machine-transport.ts';

/** Enough to follow a rate that changes, few enough to weigh nothing. */
const keptFrameEnds = 20;

/**
 * Takes a newer report into the lease and notes when frames ended.
 *
 * @returns whether anything changed that people can see
 */
export function takeProgress(lease: HeldLease, attempt: AttemptReport, nowMs: number): boolean {
  const before = lease.attempt?.progress;
  const after = attempt.progress;
  const finished =
    framesDoneIn(lease.frames, after?.framesDone) - framesDoneIn(lease.frames, before?.framesDone);
  noteFrameEnds(lease, finished, nowMs);
  lease.attempt = attempt;
  lease.attemptAtMs = nowMs;
  return (
    finished > 0 ||
    before?.currentFrame !== after?.currentFrame ||
    before?.frameFraction !== after?.frameFraction
  );
}

/**
 * How far a task is, from its leases' reports and the database's counts.
 *
 * @param counts the task's frames by state when they were last read; undefined before that
 */
export function progressOfTask(
  leases: readonly HeldLease[],
  counts: FrameCounts | undefined,
  nowMs: number,
): TaskProgress | undefined {
  const [lease] = leases;
  if (lease === undefined) return undefined;
  const rendered = leases.map((one) => framesDoneIn(one.frames, one.attempt?.progress?.framesDone));
  const framesDoneSinceStart = rendered.reduce((sum, frames) => sum + frames, 0);
  const leased = countFrames(leases.map((one) => one.frames));
  const framesTotal = counts ? counts.pending + counts.leased + counts.done + counts.failed : leased;
  return estimateProgress({
    framesDone: Math.min(framesTotal, (counts?.done ?? 0) + framesDoneSinceStart),
    framesTotal,
    currentFrame: lease.attempt?.progress?.currentFrame ?? null,
    frameFraction: lease.attempt?.progress?.frameFraction ?? null,
    startedAtMs: lease.startedAtMs ?? null,
    framesDoneSinceStart,
    frameEndsMs: lease.frameEndsMs,
    nowMs,
  });
}

/** Frames that ended between two reports ended, as far as anyone knows, evenly spread between them. */
function noteFrameEnds(lease: HeldLease, finished: number, nowMs: number): void {
  const sinceMs = lease.attemptAtMs ?? lease.startedAtMs ?? nowMs;
  for (let index = Math.max(0, finished - keptFrameEnds); index < finished; index += 1) {
    lease.frameEndsMs.push(sinceMs + ((nowMs - sinceMs) * (index + 1)) / finished);
  }
  lease.frameEndsMs.splice(0, Math.max(0, lease.frameEndsMs.length - keptFrameEnds));
}

/** How many of the lease's frames are in `done`; a machine may report others as well. */
function framesDoneIn(frames: FrameRange, done: readonly FrameRange[] | undefined): number {
  let count = 0;
  for (const range of done ?? []) {
    count += Math.max(0, Math.min(range.last, frames.last) - Math.max(range.first, frames.first) + 1);
  }
  return count;
}

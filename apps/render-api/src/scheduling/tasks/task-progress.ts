import {
  estimateProgress,
  type FrameRange,
  type TaskEstimate,
  type TaskProgress,
} from '@renderonline/domain';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { CurrentFrame, RunningProgress } from './running-progress.ts';

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

export interface ProgressSituation {
  /** The task's live leases. */
  readonly leases: readonly HeldLease[];
  /** What the farm says. */
  readonly estimate: TaskEstimate | undefined;
  /** By the system's clock. */
  readonly nowMs: number;
  readonly nameOf: (machineId: number) => string;
}

/** How far a task is, from what its machines say; undefined when none has anything of it. */
export function progressOfTask({
  leases,
  estimate,
  nowMs,
  nameOf,
}: ProgressSituation): RunningProgress | undefined {
  if (leases.length === 0 || estimate === undefined) return undefined;
  const asked = progressOverHpc(leases, estimate, nowMs);
  const currentFrames = leases.flatMap(currentFrameOf).sort((a, b) => a.frame - b.frame);
  const [current] = currentFrames;
  return {
    framesDone: asked.framesDone,
    framesTotal: estimate.framesTotal,
    framesRunning: Math.max(estimate.framesRunning, currentFrames.length),
    framesFailed: estimate.framesFailed,
    currentFrame: current?.frame ?? null,
    frameFraction: current?.fraction ?? null,
    framesPerSecond: estimate.framesPerSecond ?? asked.framesPerSecond,
    etaMs: estimate.etaMs === null ? asked.etaMs : (estimate.etaMs.low + estimate.etaMs.high) / 2,
    etaRangeMs: estimate.etaMs,
    machines: machinesOf(leases, nameOf),
    currentFrames,
  };
}

/** Machines of /hpc tell which frames they finished, before the database knows. */
function progressOverHpc(leases: readonly HeldLease[], estimate: TaskEstimate, nowMs: number): TaskProgress {
  const rendered = leases.map((one) => framesDoneIn(one.frames, one.attempt?.progress?.framesDone));
  const framesDoneSinceStart = rendered.reduce((sum, frames) => sum + frames, 0);
  const lease = leases.find(({ attempt }) => attempt !== undefined);
  return estimateProgress({
    framesDone: Math.min(estimate.framesTotal, estimate.framesDone + framesDoneSinceStart),
    framesTotal: estimate.framesTotal,
    currentFrame: lease?.attempt?.progress?.currentFrame ?? null,
    frameFraction: lease?.attempt?.progress?.frameFraction ?? null,
    startedAtMs: lease?.startedAtMs ?? null,
    framesDoneSinceStart,
    frameEndsMs: lease?.frameEndsMs ?? [],
    nowMs,
  });
}

function currentFrameOf({ currentFrame, machineId, leaseId, phase }: HeldLease): CurrentFrame[] {
  return currentFrame === undefined || phase !== 'running' ? [] : [{ ...currentFrame, machineId, leaseId }];
}

function machinesOf(
  leases: readonly HeldLease[],
  nameOf: (machineId: number) => string,
): RunningProgress['machines'] {
  const counts = new Map<number, number>();
  for (const { machineId } of leases) counts.set(machineId, (counts.get(machineId) ?? 0) + 1);
  const ids = [...counts.keys()].sort((a, b) => a - b);
  return ids.map((machineId) => ({
    machineId,
    name: nameOf(machineId),
    leases: counts.get(machineId) ?? 0,
  }));
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

import type { FailureCause } from '../failures/failure-cause.ts';
import { sortFailure } from '../failures/sort-failure.ts';
import { countFrames } from '../frames/frame-range.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { endFailed } from './end-failed.ts';
import { endTaskIfFinished, forgetIfOver } from './end-task.ts';
import type { FarmState } from './farm-state.ts';
import type { EndVerdict } from './farm-verdicts.ts';
import type { LeaseEnd } from './farm.ts';
import { forgiveMachine } from './judge-machine.ts';
import { handOver, plainVerdict } from './lease-verdict.ts';
import { closeLease } from './live-leases.ts';
import { noteFrameTime } from './measure-speed.ts';
import type { LeaseRecord } from './records.ts';
import { releaseFrames } from './release-frames.ts';
import { RangeSet } from './structures/range-set.ts';
import { refreshTask } from './task-readiness.ts';

/** The lease is over: what becomes of its frames, its task and its machine. */
export function endLease(
  state: FarmState,
  lease: LeaseRecord,
  reported: LeaseEnd,
  nowMs: number,
): EndVerdict {
  const end = { ...reported, failedFrame: ownFrame(lease, reported.failedFrame) };
  const cause = causeOf(lease, end);
  const verdict =
    cause !== null
      ? endFailed(state, lease, { ...end, cause }, nowMs)
      : end.outcome.kind === 'succeeded'
        ? endWell(state, lease, end.outcome, nowMs)
        : endAtNoCost(state, lease, end.outcome, nowMs);
  forgetIfOver(state, lease.task, nowMs);
  return verdict;
}

/** A machine may name any number: only a frame that the lease still has can have failed. */
function ownFrame({ remaining }: LeaseRecord, frame: number | null): number | null {
  return frame !== null && new RangeSet(remaining).has(frame) ? frame : null;
}

/** null when nothing went wrong. */
function causeOf({ remaining, machine }: LeaseRecord, { outcome, cause }: LeaseEnd): FailureCause | null {
  switch (outcome.kind) {
    case 'canceled':
      return null;
    case 'succeeded':
      // Link machines name every frame that they did: what they did not name is not there.
      return remaining.length > 0 && machine.facts?.transport === 'link' ? (cause ?? 'output-missing') : null;
    case 'failed':
    case 'crashed':
    case 'could-not-start':
    case 'timed-out':
    case 'machine-lost':
      return cause ?? sortFailure({ outcome, lastLines: [] });
  }
}

/** What is left of it is done: /hpc machines do not say it frame by frame. */
function endWell(state: FarmState, lease: LeaseRecord, outcome: AttemptOutcome, nowMs: number): EndVerdict {
  const { task, machine, remaining, view } = lease;
  const frames = countFrames(remaining);
  if (frames > 0) {
    noteFrameTime(state, lease, (nowMs - (view.startedAtMs ?? view.grantedAtMs)) / frames);
    forgiveMachine(machine, task);
  }
  closeLease(state, lease, nowMs);
  task.framesDone += frames;
  refreshTask(state, task, nowMs);
  const taskEnds = endTaskIfFinished(state, task, nowMs);
  return { ...plainVerdict(lease, outcome), doneFrames: remaining, taskEnds };
}

/** Canceled or declined: the frames wait again as if nothing had been. */
export function endAtNoCost(
  state: FarmState,
  lease: LeaseRecord,
  outcome: AttemptOutcome,
  nowMs: number,
): EndVerdict {
  const handedOver = handOver(lease);
  closeLease(state, lease, nowMs);
  const releasedFrames = handedOver.length > 0 || lease.task.hasEnded ? [] : lease.remaining;
  releaseFrames(state, lease.task, releasedFrames, nowMs);
  return { ...plainVerdict(lease, outcome), handedOver, releasedFrames };
}

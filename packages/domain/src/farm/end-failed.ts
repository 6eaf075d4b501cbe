import { isMachineGone, type FailureCause } from '../failures/failure-cause.ts';
import { framesIn } from '../frames/frame-range.ts';
import type { FrameRange } from '../frames/frame-range.ts';
import { endTask, endTaskIfFinished } from './end-task.ts';
import type { FarmState } from './farm-state.ts';
import type { EndVerdict } from './farm-verdicts.ts';
import type { LeaseEnd } from './farm.ts';
import { judgeFailure } from './judge-failure.ts';
import type { FailureJudgement } from './judge-failure.ts';
import { judgeMachine } from './judge-machine.ts';
import { handOver, plainVerdict } from './lease-verdict.ts';
import { closeLease } from './live-leases.ts';
import { isWaiting } from './machine-book.ts';
import type { LeaseRecord } from './records.ts';
import { releaseFrames, releaseTogether, taskWaitsUntilMs } from './release-frames.ts';
import { RangeSet } from './structures/range-set.ts';
import { frameToBlame, troubleOf } from './task-book.ts';
import { refreshTask } from './task-readiness.ts';

/** The attempt failed, or its machine is lost: counts it, and releases its frames or gives them up. */
export function endFailed(
  state: FarmState,
  lease: LeaseRecord,
  end: LeaseEnd & { readonly cause: FailureCause },
  nowMs: number,
): EndVerdict {
  const { task, machine, remaining } = lease;
  const { outcome, cause } = end;
  const handedOver = handOver(lease);
  const onlyWaited = isWaiting(lease);
  closeLease(state, lease, nowMs);
  const verdict = { ...plainVerdict(lease, outcome), cause, handedOver };
  // Nothing is left that could have failed, or the task is over anyway.
  if (remaining.length === 0 || task.hasEnded) return verdict;
  // What had no slot yet when its machine died cannot be what the machine died of.
  if (isMachineGone(cause) && onlyWaited) {
    const releasedFrames = handedOver.length > 0 ? [] : remaining;
    releaseFrames(state, task, releasedFrames, nowMs);
    return { ...verdict, releasedFrames };
  }
  const frame = end.failedFrame ?? frameToBlame(remaining);
  const isFrameKnown = end.failedFrame !== null;
  const failure = { task, machine, frame, outcome, cause };
  const machineVerdict = judgeMachine(state, failure);
  const judgement = judgeFailure(state, failure, nowMs);
  const counted = { ...verdict, failedFrame: frame, countAs: judgement.countAs, machine: machineVerdict };
  if (judgement.isFatalForTask || (judgement.givenUpBecause !== null && handedOver.length === 0)) {
    return { ...counted, handedOver: [], ...giveUp(state, lease, frame, judgement, nowMs) };
  }
  if (handedOver.length > 0) return counted;
  if (isFrameKnown) releaseFrames(state, task, remaining, nowMs);
  else releaseTogether(state, task, remaining, troubleOf(task.troubles, frame), nowMs);
  return { ...counted, releasedFrames: remaining, notBeforeMs: taskWaitsUntilMs(task, nowMs) };
}

/** The frame fails; the others of the lease wait again, unless the task ends with it. */
function giveUp(
  state: FarmState,
  { task, remaining }: LeaseRecord,
  frame: number,
  { givenUpBecause, isFatalForTask }: FailureJudgement,
  nowMs: number,
): Pick<EndVerdict, 'failedFrames' | 'releasedFrames' | 'notBeforeMs' | 'taskEnds' | 'otherLeases'> {
  const reason = givenUpBecause ?? '';
  const left = new RangeSet(remaining);
  const lost: readonly FrameRange[] = task.facts.takesFrames ? [{ first: frame, last: frame }] : remaining;
  for (const range of lost) left.remove(range);
  const failedFrames = Array.from(framesIn(lost), (failed) => ({ frame: failed, reason }));
  for (const failed of failedFrames) task.failedFrames.add(failed.frame);
  task.framesFailed += failedFrames.length;
  const releasedFrames = left.ranges();
  if (isFatalForTask || !task.facts.continuesOnFailure) {
    const end = endTask(state, task, { event: 'fail', reason }, nowMs);
    return { failedFrames, releasedFrames, notBeforeMs: null, ...end };
  }
  releaseFrames(state, task, releasedFrames, nowMs);
  refreshTask(state, task, nowMs);
  const taskEnds = endTaskIfFinished(state, task, nowMs);
  return {
    failedFrames,
    releasedFrames,
    notBeforeMs: taskEnds === null ? taskWaitsUntilMs(task, nowMs) : null,
    taskEnds,
    otherLeases: [],
  };
}

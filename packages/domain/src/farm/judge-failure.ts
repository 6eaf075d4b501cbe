import { failureCauses, isMachineGone } from '../failures/failure-cause.ts';
import type { FailureCause } from '../failures/failure-cause.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { describeOutcome } from '../leases/attempt-outcome.ts';
import { say } from '../phrases/say.ts';
import { backoffMs } from '../retry/retry-policy.ts';
import { hasOtherMachine, isAnyoneAble } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FrameTrouble, MachineRecord, TaskRecord } from './records.ts';
import { troubleOf } from './task-book.ts';

export interface Failure {
  readonly task: TaskRecord;
  readonly machine: MachineRecord;
  readonly frame: number;
  readonly outcome: AttemptOutcome;
  readonly cause: FailureCause;
}

export interface FailureJudgement {
  readonly countAs: 'failure' | 'machine-loss';
  /** When the frame may be tried again. */
  readonly dueMs: number;
  /** Why the frame is given up; null while it is not. */
  readonly givenUpBecause: string | null;
  /** True when no other frame of the task could do better. */
  readonly isFatalForTask: boolean;
}

/** Counts a failed attempt against its frame and says what becomes of it. */
export function judgeFailure(state: FarmState, failure: Failure, nowMs: number): FailureJudgement {
  const facts = failureCauses[failure.cause];
  const trouble = troubleOf(failure.task.troubles, failure.frame);
  const judgement =
    facts.blames === 'nobody'
      ? judgeLoss(state, failure, trouble, nowMs)
      : (judgeUnable(state, failure, nowMs) ?? judgeError(state, failure, trouble, nowMs));
  trouble.dueMs = judgement.dueMs;
  return judgement;
}

/** Nobody's fault: it costs nothing, until it happens suspiciously often. */
function judgeLoss(
  { policy, random }: FarmState,
  { cause, outcome, frame, machine: { machineId } }: Failure,
  trouble: FrameTrouble,
  nowMs: number,
): FailureJudgement {
  trouble.losses += 1;
  const { losses, lostWith } = trouble;
  if (isMachineGone(cause)) lostWith.set(machineId, (lostWith.get(machineId) ?? 0) + 1);
  const isGivenUp = losses >= policy.maxMachineLossesPerFrame;
  // Frames of a lost machine go elsewhere at once; what is wrong with the project or the network needs time.
  const restMs = isMachineGone(cause) ? 0 : backoffOf(losses, { policy, random });
  return {
    countAs: 'machine-loss',
    dueMs: nowMs + restMs,
    givenUpBecause: isGivenUp
      ? say('frame-lost', { frame, losses, outcome: describeOutcome(outcome), advice: adviceOf(cause) })
      : null,
    isFatalForTask: false,
  };
}

function adviceOf(cause: FailureCause): FailureCause | 'frame-downs-machines' {
  return isMachineGone(cause) ? 'frame-downs-machines' : cause;
}

/**
 * The machine cannot render the task at all: its frames go elsewhere at once and at no cost, and when nobody is left
 * the task fails. One that was rendered somewhere gets the usual attempts: that machine may be back any moment.
 *
 * @returns undefined when the failure is one like others
 */
function judgeUnable(
  state: FarmState,
  { task, machine, outcome, cause }: Failure,
  nowMs: number,
): FailureJudgement | undefined {
  const { isFatalOnMachine } = failureCauses[cause];
  if (!isFatalOnMachine || !task.unableMachineIds.has(machine.machineId)) return undefined;
  const isFatalForTask = !isAnyoneAble(state, task);
  if (isFatalForTask && task.framesDone > 0) return undefined;
  const machines = task.unableMachineIds.size;
  const givenUpBecause = isFatalForTask
    ? say('no-machine-left', { machines, outcome: describeOutcome(outcome), cause })
    : null;
  return { countAs: 'failure', dueMs: nowMs, givenUpBecause, isFatalForTask };
}

function judgeError(
  state: FarmState,
  { task, machine, frame, outcome, cause }: Failure,
  trouble: FrameTrouble,
  nowMs: number,
): FailureJudgement {
  const { policy } = state;
  trouble.failures += 1;
  trouble.machineIds.add(machine.machineId);
  const { isFatalForTask } = failureCauses[cause];
  const wasTriedEnough =
    trouble.failures >= policy.maxAttemptsPerFrame &&
    (trouble.machineIds.size >= policy.maxAttemptsPerFrame ||
      !hasOtherMachine(state, task, trouble.machineIds));
  const { failures: attempts, machineIds } = trouble;
  return {
    countAs: 'failure',
    dueMs: nowMs + backoffOf(trouble.failures, state),
    givenUpBecause:
      isFatalForTask || wasTriedEnough
        ? say('frame-failed', {
            ...{ frame, attempts, machines: machineIds.size, cause },
            outcome: describeOutcome(outcome),
          })
        : null,
    isFatalForTask,
  };
}

function backoffOf(failures: number, { policy, random }: Pick<FarmState, 'policy' | 'random'>): number {
  return backoffMs(failures, policy, random());
}

import { failureCauses } from '../failures/failure-cause.ts';
import type { FailureCause } from '../failures/failure-cause.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { describeOutcome } from '../leases/attempt-outcome.ts';
import { backoffMs } from '../retry/retry-policy.ts';
import { hasOtherMachine } from './choose-task.ts';
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
      : judgeError(state, failure, trouble, nowMs);
  trouble.dueMs = judgement.dueMs;
  return judgement;
}

/** Nobody's fault: it costs nothing, until it happens suspiciously often. */
function judgeLoss(
  { policy, random }: FarmState,
  { cause, outcome, frame }: Failure,
  trouble: FrameTrouble,
  nowMs: number,
): FailureJudgement {
  trouble.losses += 1;
  const isGivenUp = trouble.losses >= policy.maxMachineLossesPerFrame;
  // Frames of a lost machine go elsewhere at once; what is wrong with the project or the network needs time.
  const restMs = cause === 'machine-lost' ? 0 : backoffOf(trouble.losses, { policy, random });
  return {
    countAs: 'machine-loss',
    dueMs: nowMs + restMs,
    givenUpBecause: isGivenUp
      ? `Frame ${frame} ended ${trouble.losses} machines' attempts that nobody else is to blame for: ${describeOutcome(outcome)}`
      : null,
    isFatalForTask: false,
  };
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
  const { isFatalForTask, summary } = failureCauses[cause];
  const wasTriedEnough =
    trouble.failures >= policy.maxAttemptsPerFrame &&
    (trouble.machineIds.size >= policy.maxAttemptsPerFrame ||
      !hasOtherMachine(state, task, trouble.machineIds));
  const attempts = trouble.failures === 1 ? '1 attempt' : `${trouble.failures} attempts`;
  const machines = trouble.machineIds.size === 1 ? '1 machine' : `${trouble.machineIds.size} machines`;
  return {
    countAs: 'failure',
    dueMs: nowMs + backoffOf(trouble.failures, state),
    givenUpBecause:
      isFatalForTask || wasTriedEnough
        ? `Frame ${frame} failed in ${attempts} on ${machines}: ${describeOutcome(outcome)}. ${summary}`
        : null,
    isFatalForTask,
  };
}

function backoffOf(failures: number, { policy, random }: Pick<FarmState, 'policy' | 'random'>): number {
  return backoffMs(failures, policy, random());
}

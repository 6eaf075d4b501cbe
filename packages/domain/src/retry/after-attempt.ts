import { describeOutcome } from '../leases/attempt-outcome.ts';
import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import { backoffMs } from './retry-policy.ts';
import type { RetryPolicy } from './retry-policy.ts';

export interface EndedAttempt {
  readonly outcome: AttemptOutcome;
  /** Attempts of the task that failed before this one. */
  readonly failedAttempts: number;
  /** Machines that the task lost before this attempt. */
  readonly machineLosses: number;
  readonly policy: RetryPolicy;
  /** From 0 to 1; spreads retries. */
  readonly random: number;
}

export interface AttemptVerdict {
  /** What becomes of the attempt's frames that were not done yet. */
  readonly frames: 'done' | 'pending' | 'failed' | 'canceled-with-task';
  /** What the attempt adds to: the task's failures, its lost machines, or neither. */
  readonly countAs: 'failure' | 'machine-loss' | null;
  /** With 'pending': how long the frames wait before they are tried again. */
  readonly retryAfterMs?: number;
  /** With 'pending' and 'failed': why, for people. */
  readonly reason?: string;
}

/** Decides what an attempt's end means for its frames and its task. */
export function afterAttempt(ended: EndedAttempt): AttemptVerdict {
  const { outcome } = ended;
  switch (outcome.kind) {
    case 'succeeded':
      return { frames: 'done', countAs: null };
    case 'canceled':
      return { frames: 'canceled-with-task', countAs: null };
    case 'failed':
    case 'crashed':
    case 'could-not-start':
    case 'timed-out':
      return afterFailure(ended);
    case 'machine-lost':
      return afterMachineLoss(ended);
  }
}

function afterFailure({ outcome, failedAttempts, policy, random }: EndedAttempt): AttemptVerdict {
  const failures = failedAttempts + 1;
  const reason = `Attempt ${failures} of ${policy.maxAttempts}: ${describeOutcome(outcome)}`;
  if (failures >= policy.maxAttempts) return { frames: 'failed', countAs: 'failure', reason };
  return { frames: 'pending', countAs: 'failure', retryAfterMs: backoffMs(failures, policy, random), reason };
}

/** A machine's death is not the task's fault and delays nothing, until it happens suspiciously often. */
function afterMachineLoss({ outcome, machineLosses, policy }: EndedAttempt): AttemptVerdict {
  const losses = machineLosses + 1;
  const reason = `Lost machine ${losses} of ${policy.maxMachineLosses}: ${describeOutcome(outcome)}`;
  if (losses >= policy.maxMachineLosses) return { frames: 'failed', countAs: 'machine-loss', reason };
  return { frames: 'pending', countAs: 'machine-loss', retryAfterMs: 0, reason };
}

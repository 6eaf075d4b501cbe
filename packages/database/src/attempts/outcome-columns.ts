import type { AttemptOutcome } from '@renderonline/domain';

/** Longer messages are cut: a renderer may say anything, and its log has all of it. */
const maxMessageChars = 4000;
const signalNameChars = 32;

/** How an attempt's outcome lies in its columns. */
export interface OutcomeColumns {
  readonly outcome: string;
  readonly exitCode: number | null;
  readonly signalName: string | null;
  readonly message: string | null;
  /** Attempts that failed are told apart from the others even when they do not count. */
  readonly countsAs: string | null;
}

export function outcomeColumns(
  outcome: AttemptOutcome,
  countAs: 'failure' | 'machine-loss' | null,
): OutcomeColumns {
  const isFailure = outcome.kind !== 'succeeded' && outcome.kind !== 'canceled';
  return {
    outcome: outcome.kind,
    exitCode: exitCodeOf(outcome),
    signalName: outcome.kind === 'crashed' ? outcome.signal.slice(0, signalNameChars) : null,
    message: 'message' in outcome ? outcome.message.slice(0, maxMessageChars) : null,
    countsAs: countAs ?? (isFailure ? 'nothing' : null),
  };
}

function exitCodeOf(outcome: AttemptOutcome): number | null {
  if (outcome.kind === 'succeeded') return 0;
  return outcome.kind === 'failed' && Number.isSafeInteger(outcome.exitCode) ? outcome.exitCode : null;
}

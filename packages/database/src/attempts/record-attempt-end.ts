import type { AttemptOutcome } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/** Longer messages are cut: a renderer may say anything, and its log has all of it. */
const maxMessageChars = 4000;
const signalNameChars = 32;

/** Writes how an attempt ended. `endedAtMs` is milliseconds since 1970 UTC. */
export async function recordAttemptEnd(
  trx: Executor,
  input: {
    readonly attemptId: number;
    readonly endedAtMs: number;
    readonly outcome: AttemptOutcome;
    readonly logPath?: string;
    readonly countAs: 'failure' | 'machine-loss' | null;
  },
): Promise<void> {
  const { outcome } = input;
  await trx
    .updateTable('attempts')
    .set({
      ended_at: toStoredTime(input.endedAtMs),
      outcome: outcome.kind,
      exit_code: exitCodeOf(outcome),
      signal_name: signalNameOf(outcome),
      message: messageOf(outcome),
      log_path: input.logPath ?? null,
      counts_as: countColumn(outcome, input.countAs),
    })
    .where('attempt_id', '=', input.attemptId)
    .execute();
}

/** Attempts that failed are told apart from the others even when they do not count. */
export function countColumn(
  outcome: AttemptOutcome,
  countAs: 'failure' | 'machine-loss' | null,
): string | null {
  const isFailure = outcome.kind !== 'succeeded' && outcome.kind !== 'canceled';
  return countAs ?? (isFailure ? 'nothing' : null);
}

export function exitCodeOf(outcome: AttemptOutcome): number | null {
  if (outcome.kind === 'succeeded') return 0;
  return outcome.kind === 'failed' && Number.isSafeInteger(outcome.exitCode) ? outcome.exitCode : null;
}

export function signalNameOf(outcome: AttemptOutcome): string | null {
  return outcome.kind === 'crashed' ? outcome.signal.slice(0, signalNameChars) : null;
}

export function messageOf(outcome: AttemptOutcome): string | null {
  return 'message' in outcome ? outcome.message.slice(0, maxMessageChars) : null;
}

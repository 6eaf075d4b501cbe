import { linkLimits, type LinkOutcome } from '@renderonline/contract/link';
import { sortFailure, type FailureCause } from '@renderonline/domain';
import type { AttemptEnd } from '../renders/attempt-end.ts';
import type { LeaseEnd } from './lease-report.ts';
import type { OverLimit } from './render-watch.ts';

/** An end that leaves nothing to explain. */
export function goodEnd(kind: 'succeeded' | 'canceled'): LeaseEnd {
  return { outcome: { kind }, cause: null, failedFrame: null, message: '', logTail: '' };
}

export interface BadEnd {
  readonly outcome: Exclude<LinkOutcome, { kind: 'succeeded' | 'canceled' }>;
  /** Left out: sorted out by the outcome and the last lines. */
  readonly cause?: FailureCause;
  readonly failedFrame?: number | null;
  readonly logTail?: string;
  readonly lastLines?: readonly string[];
}

/** An end that people want explained. */
export function badEnd({
  outcome,
  cause,
  failedFrame = null,
  logTail = '',
  lastLines = [],
}: BadEnd): LeaseEnd {
  const message = outcome.message.slice(0, linkLimits.textLength);
  return {
    outcome: { ...outcome, message },
    cause: cause ?? sortFailure({ outcome, lastLines }),
    failedFrame,
    message,
    logTail: logTail.slice(-linkLimits.logTailLength),
  };
}

/** The outcome of a program's end, as the link has it. */
export function outcomeOf(end: AttemptEnd): LinkOutcome {
  const { message } = end;
  switch (end.outcome) {
    case 'succeeded':
    case 'canceled':
      return { kind: end.outcome };
    case 'failed':
      return { kind: 'failed', exitCode: end.exitCode ?? 1, message };
    case 'crashed':
      return { kind: 'crashed', signal: end.signal ?? 'unknown', message };
    case 'could-not-start':
    case 'timed-out':
      return { kind: end.outcome, message };
  }
}

/** What shells give for a program that SIGTERM has ended. */
const endedExitCode = 143;

/** The end of a render that took too long, or that hung. */
export function overLimitEnd(
  { kind, message }: OverLimit,
  facts: Omit<BadEnd, 'outcome' | 'cause'>,
): LeaseEnd {
  if (kind === 'timed-out') return badEnd({ ...facts, outcome: { kind, message } });
  return badEnd({ ...facts, cause: 'hung', outcome: { kind: 'failed', exitCode: endedExitCode, message } });
}

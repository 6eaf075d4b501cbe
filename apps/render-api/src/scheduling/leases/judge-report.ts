import { say, type AttemptOutcome } from '@renderonline/domain';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { HeldLease } from './held-lease.ts';

/** What a machine's report means for one lease that it holds. */
export type Judgement =
  | { readonly kind: 'running'; readonly attempt: AttemptReport }
  | { readonly kind: 'ended'; readonly attempt: AttemptReport; readonly outcome: AttemptOutcome }
  /** The machine had it and has it no more, without saying how it ended. */
  | { readonly kind: 'lost'; readonly message: string }
  /** The order never arrived. */
  | { readonly kind: 'not-received' };

/** 1.x counts whole seconds, and its clock is not ours. */
const runtimeToleranceMs = 3000;

/**
 * Compares a lease with the render that its machine reports. Only a report younger than the start call may be
 * judged, and only of a lease whose start call was answered.
 *
 * @param nowMs by the system's clock, as the lease's times
 */
export function judgeReport(lease: HeldLease, attempt: AttemptReport | null, nowMs: number): Judgement {
  if (attempt !== null && isThisLease(lease, attempt, nowMs)) return judgeOwn(attempt);
  if (lease.phase !== 'running') return { kind: 'not-received' };
  if (attempt === null) return { kind: 'lost', message: say('program-restarted') };
  return { kind: 'lost', message: say('other-render-began', { taskId: attempt.taskId }) };
}

function judgeOwn(attempt: AttemptReport): Judgement {
  if (attempt.state.kind === 'running') return { kind: 'running', attempt };
  const { outcome } = attempt.state;
  // A cancel of ours ends the lease first; here somebody else stopped the render, so it has to be done again.
  if (outcome.kind === 'canceled') {
    return { kind: 'lost', message: say('stopped-by-someone') };
  }
  return { kind: 'ended', attempt, outcome };
}

function isThisLease(lease: HeldLease, attempt: AttemptReport, nowMs: number): boolean {
  if (attempt.lease === 'other' || attempt.taskId !== lease.taskId) return false;
  if (attempt.lease !== null) {
    return attempt.lease.leaseId === lease.leaseId && attempt.lease.token === lease.token;
  }
  return lease.isAcceptanceSeen || canBeThisAttempt(lease, attempt, nowMs);
}

/** A 1.x machine knows the task alone; it may be showing an attempt from before this lease. */
function canBeThisAttempt(lease: HeldLease, attempt: AttemptReport, nowMs: number): boolean {
  if (attempt.runtimeMs > nowMs - lease.grantedAtMs + runtimeToleranceMs) return false;
  if (attempt.state.kind === 'running' || lease.phase === 'running') return true;
  // Ended, and nobody saw it begin: only without an earlier attempt there it must have been this one.
  return lease.isFirstOfTaskOnMachine;
}

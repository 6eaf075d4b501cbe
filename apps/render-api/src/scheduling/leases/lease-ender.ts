import { afterAttempt, describeOutcome, type AttemptOutcome } from '@renderonline/domain';
import { attemptCountsOf, endLease, type EndLeaseInput } from '@renderonline/database';
import type { SchedulerContext } from '../scheduler-context.ts';
import type { RenderStopper } from '../machines/render-stopper.ts';
import type { HeldLease } from './held-lease.ts';

/** Writes how leases end. */
export interface LeaseEnder {
  /** Ends a lease as its outcome and the retry policy say. @returns false when the database did not take it */
  end(lease: HeldLease, outcome: AttemptOutcome): Promise<boolean>;
  /** Gives a lease back that never began, at no cost in attempts. */
  release(lease: HeldLease, message: string): Promise<boolean>;
}

type LeaseEnd = Omit<EndLeaseInput, 'leaseId' | 'token' | 'endedAtMs' | 'outcome'>;

/**
 * Every write is fenced by the lease's token: when the lease is gone (canceled, or ended by another RenderAPI)
 * nothing changes. When the database cannot be reached the lease stays in the book, and the next rescan judges
 * its machine's last report again.
 */
export function createLeaseEnder(context: SchedulerContext, stopper: RenderStopper): LeaseEnder {
  const { database, clock, log, book } = context;

  async function write(
    lease: HeldLease,
    outcome: AttemptOutcome,
    ending: () => Promise<LeaseEnd>,
  ): Promise<boolean> {
    if (lease.isEnding) return false;
    lease.isEnding = true;
    const where = { taskId: lease.taskId, leaseId: lease.leaseId, machineId: lease.machineId };
    try {
      const end = await ending();
      const { leaseId, token } = lease;
      const ended = await endLease(database, { leaseId, token, endedAtMs: clock.nowMs(), outcome, ...end });
      book.remove(leaseId);
      if (ended.applied) {
        log.info({ ...where, frames: end.frames, taskState: ended.taskState }, describeOutcome(outcome));
        for (const other of ended.endedLeases) void stopper.stopEnded({ ...other, taskId: lease.taskId });
      }
    } catch (error) {
      lease.isEnding = false;
      log.warn({ ...where, err: error }, "a lease's end could not be written; trying again");
      return false;
    }
    context.taskChanged(lease.taskId);
    context.requestRound();
    return true;
  }

  async function verdictOf(lease: HeldLease, outcome: AttemptOutcome): Promise<LeaseEnd> {
    const counts = await attemptCountsOf(database.db, lease);
    const verdict = afterAttempt({ outcome, ...counts, policy: context.policy, random: context.random() });
    const logPath = lease.attempt?.logPath ?? null;
    return {
      // A canceled task's leases are ended by the cancel itself; a cancel never comes this way.
      frames: verdict.frames === 'canceled-with-task' ? 'pending' : verdict.frames,
      countAs: verdict.countAs,
      ...(verdict.retryAfterMs === undefined ? {} : { notBeforeMs: clock.nowMs() + verdict.retryAfterMs }),
      ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
      ...(logPath === null ? {} : { logPath }),
    };
  }

  return {
    end: (lease, outcome) => write(lease, outcome, () => verdictOf(lease, outcome)),
    release(lease, message) {
      log.info({ leaseId: lease.leaseId, machineId: lease.machineId }, `the lease is given back: ${message}`);
      // Not "could not start": that would keep the task away from a machine that did nothing wrong.
      return write(lease, { kind: 'canceled' }, async () => ({ frames: 'pending', countAs: null }));
    },
  };
}

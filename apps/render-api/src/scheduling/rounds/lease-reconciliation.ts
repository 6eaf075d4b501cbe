import { listLiveLeases, renewLeases } from '@renderonline/database';
import type { RenderStopper } from '../machines/render-stopper.ts';
import type { SchedulerContext } from '../scheduler-context.ts';

/** Brings the book and the database's live leases together. */
export interface LeaseReconciliation {
  /**
   * Takes up leases that the book lacks (after a restart; after a grant whose commit was not confirmed) and
   * ends the renders of those that the database lacks (canceled by another program). Never runs during a round.
   *
   * @returns the tasks whose leases were taken up
   */
  reconcile(): Promise<number[]>;
  /** Renews the leases of machines that were heard of lately. */
  renew(expiresAtMs: number, heardSinceMs: number): Promise<void>;
}

export function createLeaseReconciliation(
  context: SchedulerContext,
  stopper: RenderStopper,
): LeaseReconciliation {
  const { database, clock, book, board, log } = context;
  return {
    async reconcile() {
      const before = book.all();
      book.takeRemoved();
      const live = await listLiveLeases(database.db);
      const removedMeanwhile = book.takeRemoved();
      const takenUp: number[] = [];
      for (const lease of live) {
        if (book.get(lease.leaseId) !== undefined || removedMeanwhile.has(lease.leaseId)) continue;
        book.add(lease, lease.state === 'running' ? 'running' : 'unclear', clock.monotonicMs());
        takenUp.push(lease.taskId);
      }
      const liveIds = new Set(live.map(({ leaseId }) => leaseId));
      for (const held of before) {
        if (liveIds.has(held.leaseId) || held.isEnding || book.get(held.leaseId) !== held) continue;
        log.info({ taskId: held.taskId, leaseId: held.leaseId }, 'another program ended the lease');
        context.taskChanged(held.taskId);
        void stopper.stopEnded(held);
      }
      return takenUp;
    },
    async renew(expiresAtMs, heardSinceMs) {
      const leases = book.all().filter((lease) => {
        const lastHeardMs = board.get(lease.machineId)?.lastHeardMs;
        return !lease.isEnding && lastHeardMs !== undefined && lastHeardMs >= heardSinceMs;
      });
      if (leases.length === 0) return;
      await renewLeases(database.db, {
        leases: leases.map(({ leaseId, token }) => ({ leaseId, token })),
        expiresAtMs,
      });
    },
  };
}

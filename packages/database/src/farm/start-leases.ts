import { bulkUpdate } from '../bulk/bulk-statements.ts';
import { toStoredTime } from '../stored-times.ts';
import type { LeaseStart } from './farm-batch.ts';
import { heldLease, type Commit } from './open-commit.ts';

/** Notes which leases began; one that runs already stays as it is. */
export async function startLeases(commit: Commit, starts: readonly LeaseStart[]): Promise<void> {
  const begun: LeaseStart[] = [];
  for (const start of starts) {
    const lease = heldLease(commit, start);
    const task = lease && commit.tasks.get(lease.taskId);
    if (lease === undefined || task === undefined) {
      commit.refusals.refusedStarts.push(start.leaseId);
      continue;
    }
    if (lease.isRunning) continue;
    lease.isRunning = true;
    task.changes.hasLeaseChange = true;
    task.changes.startedAtMs = Math.min(task.changes.startedAtMs ?? Infinity, start.startedAtMs);
    begun.push(start);
  }
  const { trx } = commit;
  await bulkUpdate(trx, {
    table: 'leases',
    columns: { id: 'bigint' },
    rows: begun.map(({ leaseId }) => [leaseId]),
    set: { state: "'running'" },
    where: 'leases.lease_id = r.id',
  });
  await bulkUpdate(trx, {
    table: 'attempts',
    columns: { id: 'bigint', started: 'varchar(23)' },
    rows: begun.map(({ leaseId, startedAtMs }) => [leaseId, toStoredTime(startedAtMs)]),
    set: { started_at: 'r.started' },
    where: 'attempts.attempt_id = r.id and attempts.started_at is null',
  });
}

import type { Database } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { changeTask, lockTask } from '../tasks/locked-task.ts';
import { findHeldLease, type LeaseKey } from './find-held-lease.ts';

/**
 * Notes that the machine began to render. Saying so twice changes nothing.
 *
 * @param input.startedAtMs milliseconds since 1970 UTC
 * @returns false when the lease has ended or the token is another's; nothing changed then
 */
export async function startLease(
  database: Database,
  input: LeaseKey & { readonly startedAtMs: number },
): Promise<boolean> {
  const { leaseId, token, startedAtMs } = input;
  return database.transaction(async (trx) => {
    const lease = await findHeldLease(trx, input);
    if (lease === undefined) return false;
    const task = await lockTask(trx, lease.task_id);
    if (task === undefined) return false;
    const { numUpdatedRows } = await trx
      .updateTable('leases')
      .set({ state: 'running' })
      .where('lease_id', '=', leaseId)
      .where('token', '=', token)
      .executeTakeFirst();
    // It ended while this waited for the task's lock.
    if (numUpdatedRows === 0n) return false;
    await trx
      .updateTable('attempts')
      .set({ started_at: toStoredTime(startedAtMs) })
      .where('attempt_id', '=', leaseId)
      .where('started_at', 'is', null)
      .execute();
    await changeTask(trx, task, { event: 'start', startedAtMs, machineId: lease.machine_id });
    return true;
  });
}

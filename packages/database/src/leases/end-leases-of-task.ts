import { nextFrameState } from '@renderonline/domain';
import { idsIn } from '../bulk/bulk-table.ts';
import type { Executor } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';

/** A lease that ended, whose machine has to be told. */
export interface EndedLease {
  readonly leaseId: number;
  readonly machineId: number;
}

/**
 * Ends every lease of a locked task: the attempts are recorded as canceled, the frames wait again.
 *
 * @param input.endedAtMs milliseconds since 1970 UTC
 */
export async function endLeasesOfTask(
  trx: Executor,
  input: { readonly taskId: number; readonly endedAtMs: number; readonly message: string },
): Promise<EndedLease[]> {
  const { taskId } = input;
  const leases = await trx
    .selectFrom('leases')
    .select(['lease_id', 'machine_id'])
    .where('task_id', '=', taskId)
    .orderBy('lease_id')
    .execute();
  if (leases.length === 0) return [];
  const leaseIds = leases.map((lease) => lease.lease_id);
  await trx.deleteFrom('leases').where('lease_id', 'in', idsIn<number>(trx, leaseIds)).execute();
  await trx
    .updateTable('attempts')
    .set({ ended_at: toStoredTime(input.endedAtMs), outcome: 'canceled', message: input.message })
    .where('attempt_id', 'in', idsIn<number>(trx, leaseIds))
    .execute();
  await trx
    .updateTable('frames')
    .set({ state: nextFrameState('leased', 'release'), lease_id: null })
    .where('task_id', '=', taskId)
    .where('state', '=', 'leased')
    .execute();
  return leases.map((lease) => ({ leaseId: lease.lease_id, machineId: lease.machine_id }));
}

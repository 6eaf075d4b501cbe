import type { Database } from '../database.ts';
import { toStoredTime } from '../stored-times.ts';
import { findMachine } from './find-machine.ts';
import { machineNotFound } from './machine.ts';

/**
 * Takes a machine's credential back, for good, and disables the machine: it joins again as a new one or not
 * at all. Its leases are for the scheduler to end. Doing so twice changes nothing.
 *
 * @returns false when it never had a credential (a machine of /hpc): it is only disabled then
 * @throws 'machine-not-found'
 */
export async function revokeMachine(
  database: Database,
  input: { readonly machineId: number; readonly nowMs: number },
): Promise<boolean> {
  const { machineId, nowMs } = input;
  return database.transaction(async (trx) => {
    if ((await findMachine(trx, { machineId })) === undefined) throw machineNotFound(machineId);
    await trx.updateTable('machines').set({ is_enabled: 0 }).where('machine_id', '=', machineId).execute();
    await trx
      .updateTable('machine_credentials')
      .set({ revoked_at: toStoredTime(nowMs) })
      .where('machine_id', '=', machineId)
      .where('revoked_at', 'is', null)
      .execute();
    const credential = await trx
      .selectFrom('machine_credentials')
      .select('machine_id')
      .where('machine_id', '=', machineId)
      .executeTakeFirst();
    return credential !== undefined;
  });
}

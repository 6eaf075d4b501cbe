import type { Executor } from '../database.ts';
import { fromRequiredStoredTime, fromStoredTime } from '../stored-times.ts';

/** What a machine of the link shows that it is itself. Times are milliseconds since 1970 UTC. */
export interface MachineCredential {
  readonly machineId: number;
  /** Of the machine's secret, which nobody else has. */
  readonly secretHash: string;
  readonly createdAtMs: number;
  /** null while it is good. */
  readonly revokedAtMs: number | null;
}

/** The credential of a machine; undefined for machines of /hpc, and for removed ones. */
export async function findMachineCredential(
  executor: Executor,
  input: { readonly machineId: number },
): Promise<MachineCredential | undefined> {
  const row = await executor
    .selectFrom('machine_credentials')
    .selectAll()
    .where('machine_id', '=', input.machineId)
    .executeTakeFirst();
  return (
    row && {
      machineId: row.machine_id,
      secretHash: row.secret_hash,
      createdAtMs: fromRequiredStoredTime(row.created_at),
      revokedAtMs: fromStoredTime(row.revoked_at),
    }
  );
}

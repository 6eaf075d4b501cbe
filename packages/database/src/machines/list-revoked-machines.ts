import type { Executor } from '../database.ts';

/** The ids of the machines whose credential was taken back. */
export async function listRevokedMachines(executor: Executor): Promise<ReadonlySet<number>> {
  const rows = await executor
    .selectFrom('machine_credentials')
    .select('machine_id')
    .where('revoked_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.machine_id));
}

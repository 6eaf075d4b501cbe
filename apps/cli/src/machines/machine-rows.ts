import type { Executor, Machine } from '@renderonline/database';

/** A machine of the database, and whether its credential was taken back: it cannot come back then. */
export interface MachineRow extends Machine {
  readonly isRevoked: boolean;
}

/** Every machine, by id. */
export async function machineRows(db: Executor): Promise<MachineRow[]> {
  const { listMachines, listRevokedMachines } = await import('@renderonline/database');
  const revoked = await listRevokedMachines(db);
  return (await listMachines(db)).map((row) => ({ ...row, isRevoked: revoked.has(row.machineId) }));
}

import type { MachineLabel } from '@renderonline/contract';
import { listMachineNames, type Database } from '@renderonline/database';

/** Machines' names by their numbers. */
export type MachineLabels = (machineId: number | null) => MachineLabel | null;

/** Looks up the names of these machines, in one query; one that was removed since is called by its number. */
export async function machineLabelsOf(
  database: Database,
  machineIds: Iterable<number | null>,
): Promise<MachineLabels> {
  const wanted = [...new Set(machineIds)].filter((id) => id !== null);
  const named = wanted.length === 0 ? [] : await listMachineNames(database.db, { machineIds: wanted });
  const names = new Map(named.map(({ machineId, name }) => [machineId, name]));
  return (machineId) =>
    machineId === null ? null : { machineId, name: names.get(machineId) ?? `machine ${machineId}` };
}

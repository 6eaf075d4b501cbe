import type { Executor } from '../database.ts';

/** What a machine is called where its address is of no use. */
export interface MachineName {
  readonly machineId: number;
  /** Its own name, else its address and port, else its number. */
  readonly name: string;
}

/** The names of these machines, by id; of removed ones none. */
export async function listMachineNames(
  executor: Executor,
  input: { readonly machineIds: readonly number[] },
): Promise<MachineName[]> {
  if (input.machineIds.length === 0) return [];
  const rows = await executor
    .selectFrom('machines')
    .select(['machine_id', 'name', 'ip_address', 'port', 'transport'])
    .where('machine_id', 'in', input.machineIds)
    .orderBy('machine_id')
    .execute();
  return rows.map((row) => ({ machineId: row.machine_id, name: nameOf(row) }));
}

function nameOf(row: {
  machine_id: number;
  name: string;
  ip_address: string;
  port: number;
  transport: string;
}) {
  if (row.name !== '') return row.name;
  return row.transport === 'link' ? `machine ${row.machine_id}` : `${row.ip_address}:${row.port}`;
}

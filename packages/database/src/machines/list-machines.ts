import type { Executor } from '../database.ts';
import { machineColumns, machineFromRow, type Machine } from './machine.ts';

/** Every machine, by id, disabled ones too. */
export async function listMachines(executor: Executor): Promise<Machine[]> {
  const rows = await executor.selectFrom('machines').select(machineColumns).orderBy('machine_id').execute();
  return rows.map(machineFromRow);
}

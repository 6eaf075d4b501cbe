import type { Executor } from '../database.ts';
import { machineColumns, machineFromRow, type Machine } from './machine.ts';

/** The machine of an id. */
export async function findMachine(
  executor: Executor,
  input: { readonly machineId: number },
): Promise<Machine | undefined> {
  const row = await executor
    .selectFrom('machines')
    .select(machineColumns)
    .where('machine_id', '=', input.machineId)
    .executeTakeFirst();
  return row && machineFromRow(row);
}

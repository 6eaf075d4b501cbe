import type { Executor } from '../database.ts';
import { findMachine } from './find-machine.ts';
import { machineNotFound, machineRowOf, type Machine, type MachineFields } from './machine.ts';

/**
 * Changes the fields that are given and leaves the others.
 *
 * @returns the machine as it is now
 * @throws 'machine-not-found', 'value-invalid'
 */
export async function updateMachine(
  executor: Executor,
  input: { readonly machineId: number } & Partial<MachineFields>,
): Promise<Machine> {
  const { machineId, ...fields } = input;
  const changes = machineRowOf(fields);
  if (Object.keys(changes).length > 0) {
    await executor.updateTable('machines').set(changes).where('machine_id', '=', machineId).execute();
  }
  const machine = await findMachine(executor, { machineId });
  if (machine === undefined) throw machineNotFound(machineId);
  return machine;
}

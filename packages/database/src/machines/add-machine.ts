import { checkNewId } from '../checked-values.ts';
import { alreadyExists, explainViolations } from '../broken-constraints.ts';
import type { Executor } from '../database.ts';
import { machineRowOf, newMachine, type Machine } from './machine.ts';

/**
 * Adds a machine; without a name its name is empty, and it is enabled unless told otherwise.
 *
 * @throws 'already-exists' (the id), 'value-invalid'
 */
export async function addMachine(
  executor: Executor,
  input: Pick<Machine, 'ipAddress' | 'port'> & Partial<Machine>,
): Promise<Machine> {
  const { machineId, ...given } = input;
  const fields = { ...newMachine, ...given };
  const chosen = checkNewId('The machine identifier', machineId);
  const row = {
    ip_address: '',
    port: 0,
    ...machineRowOf(fields),
    ...(chosen === undefined ? {} : { machine_id: chosen.id }),
  };
  const { insertId } = await explainViolations(
    executor.insertInto('machines').values(row).executeTakeFirstOrThrow(),
    { unique: () => alreadyExists(`A machine with the identifier ${chosen?.id ?? ''}`) },
  );
  return { ...fields, machineId: chosen?.id ?? Number(insertId) };
}

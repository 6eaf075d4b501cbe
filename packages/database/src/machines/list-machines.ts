import type { Executor } from '../database.ts';
import { machineColumns, machineFromRow, type Machine } from './machine.ts';

const columnsWithoutFingerprint = machineColumns.filter((column) => column !== 'fingerprint');

/**
 * Every machine, by id, disabled ones too.
 *
 * @param input.transport only those that are spoken to this way
 * @param input.withFingerprints false: `fingerprint` is null in all of them, which makes listing thousands cheap
 */
export async function listMachines(
  executor: Executor,
  input: { readonly transport?: Machine['transport']; readonly withFingerprints?: boolean } = {},
): Promise<Machine[]> {
  const { transport, withFingerprints = true } = input;
  let query = executor
    .selectFrom('machines')
    .select(columnsWithoutFingerprint)
    .$if(withFingerprints, (select) => select.select('fingerprint'))
    .orderBy('machine_id');
  if (transport !== undefined) query = query.where('transport', '=', transport);
  const rows = await query.execute();
  return rows.map((row) => machineFromRow({ ...row, fingerprint: row.fingerprint ?? null }));
}

import { v1Refusals, type ArgumentType } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import {
  argumentTypeColumns,
  argumentTypeFromRow,
  argumentTypeRowOf,
  type ArgumentTypeFields,
} from './argument-type.ts';

/**
 * Changes the fields that are given and leaves the others; a `regex` of null takes it away.
 *
 * @returns the argument type as it is now
 * @throws 'argument-type-unknown', 'value-invalid'
 */
export async function updateArgumentType(
  executor: Executor,
  input: { readonly argtypeId: string } & Partial<ArgumentTypeFields>,
): Promise<ArgumentType> {
  const { argtypeId, ...fields } = input;
  const changes = argumentTypeRowOf(fields);
  if (Object.keys(changes).length > 0) {
    await executor.updateTable('argtypes').set(changes).where('argtype_id', '=', argtypeId).execute();
  }
  const row = await executor
    .selectFrom('argtypes')
    .select(argumentTypeColumns)
    .where('argtype_id', '=', argtypeId)
    .executeTakeFirst();
  if (row === undefined) throw v1Refusals.argumentTypeUnknown(argtypeId);
  return argumentTypeFromRow(row);
}

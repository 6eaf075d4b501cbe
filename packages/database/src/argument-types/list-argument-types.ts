import type { ArgumentType } from '@renderonline/domain';
import type { Executor } from '../database.ts';
import { argumentTypeColumns, argumentTypeFromRow } from './argument-type.ts';

/** Every argument type, by its identifier. */
export async function listArgumentTypes(executor: Executor): Promise<ArgumentType[]> {
  const rows = await executor
    .selectFrom('argtypes')
    .select(argumentTypeColumns)
    .orderBy('argtype_id')
    .execute();
  return rows.map(argumentTypeFromRow);
}

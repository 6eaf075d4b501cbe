import type { ArgumentType } from '@renderonline/domain';
import { alreadyExists, explainViolations } from '../broken-constraints.ts';
import { checkText } from '../checked-values.ts';
import type { Executor } from '../database.ts';
import { argumentTypeRowOf } from './argument-type.ts';

/** @throws 'already-exists', 'value-invalid' */
export async function addArgumentType(executor: Executor, input: ArgumentType): Promise<ArgumentType> {
  const { argtypeId, ...fields } = input;
  const row = {
    argtype_id: checkText('The argument type identifier', argtypeId, { min: 1, max: 255 }),
    type: '',
    ...argumentTypeRowOf(fields),
  };
  await explainViolations(executor.insertInto('argtypes').values(row).execute(), {
    unique: () => alreadyExists(`The argument type ${argtypeId}`),
  });
  return input;
}

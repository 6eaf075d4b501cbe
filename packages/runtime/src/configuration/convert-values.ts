import { domainError } from '@renderonline/domain';
import type { Static, TObject } from 'typebox';
import { Value } from 'typebox/value';
import { describeFaults } from './describe-faults.ts';

/**
 * Takes a configuration for what it must mean: texts for numbers, one entry for a list of one.
 *
 * @param where it came from, for the error
 * @throws DomainError `configuration-invalid` with every fault
 */
export function convertValues<S extends TObject>(schema: S, given: object, where: string): Static<S> {
  const values = Value.Convert(schema, Value.Default(schema, structuredClone(given)));
  if (Value.Check(schema, values)) return values;
  throw domainError('configuration-invalid', `${where}: ${describeFaults(schema, values).join('; ')}`);
}

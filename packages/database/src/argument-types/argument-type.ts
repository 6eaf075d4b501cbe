import type { ArgumentType } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import { checkText } from '../checked-values.ts';
import type { Schema } from '../schema.ts';

export type ArgumentTypeFields = Omit<ArgumentType, 'argtypeId'>;

export const argumentTypeColumns = ['argtype_id', 'type', 'regex'] as const;

export function argumentTypeFromRow(row: Selectable<Schema['argtypes']>): ArgumentType {
  return { argtypeId: row.argtype_id, type: row.type, regex: row.regex };
}

/** The columns of the given fields, checked for length; what the type means is `domain`'s to check. */
export function argumentTypeRowOf(fields: Partial<ArgumentTypeFields>): {
  type?: string;
  regex?: string | null;
} {
  const { type, regex } = fields;
  return {
    ...(type === undefined ? {} : { type: checkText('The type', type, { min: 1, max: 50 }) }),
    ...(regex === undefined
      ? {}
      : { regex: regex === null ? null : checkText('The regular expression', regex, { max: 4096 }) }),
  };
}

import { Type } from '@renderonline/schema';
import type { TSchema } from 'typebox';

/** The schema, or null. */
export function nullable<Schema extends TSchema>(schema: Schema, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}

import type { TSchema } from 'typebox';

/** Of JSON Schema what `Type` builds, and is checked. */
export interface Keywords {
  readonly type?: 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly TSchema[];
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly maxProperties?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

const known: Readonly<Record<keyof Keywords, true>> = {
  ...{ type: true, const: true, anyOf: true, items: true, minItems: true, maxItems: true },
  ...{ properties: true, required: true, additionalProperties: true, patternProperties: true },
  ...{ maxProperties: true, minLength: true, maxLength: true, pattern: true, minimum: true, maximum: true },
  ...{ default: true, description: true },
};
const looked = new WeakSet<TSchema>();

/** @throws Error when there is one that nobody would check */
export function keywordsOf(schema: TSchema): Keywords {
  if (!looked.has(schema)) {
    const strange = Object.keys(schema).find((name) => !Object.hasOwn(known, name));
    if (strange !== undefined) throw new Error(`"${strange}" of a schema is not checked`);
    looked.add(schema);
  }
  return schema;
}

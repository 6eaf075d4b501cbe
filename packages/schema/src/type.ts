import type { TProperties, TSchema, Type as TypeBox } from 'typebox';

type Words =
  | 'Array'
  | 'Boolean'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Union';

/**
 * Builds the schemas that TypeBox builds, of its types, and takes nothing else of it: to load TypeBox costs a program
 * up to 30 MiB and a third of a second, which a machine that waits for work does not have to spare. TypeBox compiles
 * and checks what comes from here as what comes from itself.
 */
export const Type = {
  Array: (items: TSchema, options?: object) => make('Array', { type: 'array', items }, options),
  Boolean: (options?: object) => make('Boolean', { type: 'boolean' }, options),
  Integer: (options?: object) => make('Integer', { type: 'integer' }, options),
  Literal: (value: string | number | boolean, options?: object) =>
    make('Literal', { type: typeof value, const: value }, options),
  Null: (options?: object) => make('Null', { type: 'null' }, options),
  Number: (options?: object) => make('Number', { type: 'number' }, options),
  Object: (properties: TProperties, options?: object) => {
    const required = Object.keys(properties).filter((name) => !isOptional(properties[name]));
    const those = required.length > 0 ? { required } : {};
    return make('Object', { type: 'object', ...those, properties }, options);
  },
  Optional: (schema: TSchema) =>
    hide(Object.create(Object.prototype, Object.getOwnPropertyDescriptors(schema)) as TSchema, {
      '~optional': true,
    }),
  /** What is asked of the names is not checked, as with TypeBox; theirs are all that there are. */
  Record: (_names: TSchema, value: TSchema, options?: object) =>
    make('Record', { type: 'object', patternProperties: { '^.*$': value } }, options),
  String: (options?: object) => make('String', { type: 'string' }, options),
  Union: (anyOf: readonly TSchema[], options?: object) => make('Union', { anyOf }, options),
} as unknown as Pick<typeof TypeBox, Words>;

function make(kind: string, keywords: object, options: object = {}): TSchema {
  return hide({ ...keywords, ...options }, { '~kind': kind });
}

/** TypeBox's own properties are there for it, and in no JSON. */
function hide(schema: TSchema, properties: Readonly<Record<string, unknown>>): TSchema {
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(schema, name, { configurable: true, writable: true, enumerable: false, value });
  }
  return schema;
}

function isOptional(schema: TSchema | undefined): boolean {
  return schema !== undefined && Object.hasOwn(schema, '~optional');
}

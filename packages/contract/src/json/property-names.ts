import type { TSchema } from 'typebox';

interface SchemaShape {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema;
  readonly anyOf?: readonly TSchema[];
}

/**
 * Gives an object's properties the names that the schema spells, comparing without case, and drops the
 * properties that the schema does not know: 1.x clients send `taskId` for `TaskId`. An exact name wins over
 * one that differs by case; otherwise the last one written does.
 */
export function matchPropertyNames(schema: TSchema, value: unknown): unknown {
  const { properties, items, anyOf } = schema as SchemaShape;
  if (Array.isArray(value)) return items ? value.map((item) => matchPropertyNames(items, item)) : value;
  if (value === null || typeof value !== 'object') return value;
  if (!properties) {
    const variant = anyOf?.find((candidate) => (candidate as SchemaShape).properties);
    return variant ? matchPropertyNames(variant, value) : value;
  }
  const names = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const matched: Record<string, unknown> = {};
  const exact = new Set<string>();
  for (const [key, entry] of Object.entries(value)) {
    const name = names.get(key.toLowerCase());
    const property = name === undefined ? undefined : properties[name];
    if (name === undefined || property === undefined || (exact.has(name) && key !== name)) continue;
    matched[name] = matchPropertyNames(property, entry);
    if (key === name) exact.add(name);
  }
  return matched;
}

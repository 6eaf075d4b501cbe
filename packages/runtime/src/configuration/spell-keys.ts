import type { TSchema } from 'typebox';

interface SchemaShape {
  properties?: Record<string, TSchema>;
  items?: TSchema;
  anyOf?: TSchema[];
}

/**
 * Spells the keys of a value as its schema does, whatever their case: 1.x read its files so
 * (Newtonsoft), and `"port"` is what people type. Keys that the schema lacks stay as they are.
 */
export function spellKeysAsSchema(schema: TSchema, value: unknown): unknown {
  const shape = schema as SchemaShape;
  if (Array.isArray(value)) {
    const items = shape.items;
    return items === undefined ? value : value.map((item) => spellKeysAsSchema(items, item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const properties = shape.properties ?? objectBranch(shape)?.properties;
  if (properties === undefined) return value;
  const spelling = new Map(Object.keys(properties).map((key) => [key.toLowerCase(), key]));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => {
      const spelt = spelling.get(key.toLowerCase()) ?? key;
      const entrySchema = properties[spelt];
      return [spelt, entrySchema === undefined ? entry : spellKeysAsSchema(entrySchema, entry)];
    }),
  );
}

function objectBranch(shape: SchemaShape): SchemaShape | undefined {
  const branches: SchemaShape[] = shape.anyOf ?? [];
  return branches.find((branch) => branch.properties !== undefined);
}

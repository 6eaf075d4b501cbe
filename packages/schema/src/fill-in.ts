import type { TSchema } from 'typebox';
import { keywordsOf } from './keywords.ts';

/**
 * A value with the defaults of its schema where it has nothing, and with numbers and booleans in place of plain
 * texts that mean them (as environment variables do). What it does not understand stays as it is.
 */
export function fillIn(schema: TSchema, value: unknown): unknown {
  const keywords = keywordsOf(schema);
  const given = value === undefined ? structuredClone(keywords.default) : value;
  if (keywords.items !== undefined && Array.isArray(given)) {
    const { items } = keywords;
    return given.map((item) => fillIn(items, item));
  }
  if (keywords.properties !== undefined && isObject(given)) return withProperties(keywords.properties, given);
  if (typeof given === 'string') return meaningOf(keywords.type, given);
  return given;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withProperties(
  properties: Readonly<Record<string, TSchema>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const filled = { ...given };
  for (const [name, schema] of Object.entries(properties)) {
    const value = fillIn(schema, given[name]);
    if (value !== undefined) filled[name] = value;
  }
  return filled;
}

function meaningOf(type: string | undefined, text: string): unknown {
  if (type === 'integer' && /^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

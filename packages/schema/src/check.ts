import type { Static, TSchema } from 'typebox';
import { keywordsOf, type Keywords } from './keywords.ts';

/**
 * Whether a value is what a schema of `Type` asks for. For what is read once or now and then: where thousands of
 * messages come in each second, TypeBox's compiled checks are faster.
 *
 * @throws Error when the schema asks for something that is not checked here
 */
export function isMatch<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  return pathOfFault(schema, value) === undefined;
}

/**
 * Where a value is first not what a schema of `Type` asks for, as a JSON pointer.
 *
 * @returns undefined when it is all as it must be
 * @throws Error when the schema asks for something that is not checked here
 */
export function pathOfFault(schema: TSchema, value: unknown): string | undefined {
  const keywords = keywordsOf(schema);
  if (keywords.anyOf !== undefined) return faultOfAll(keywords.anyOf, value);
  if (!isOfType(keywords.type, value)) return '';
  if (keywords.const !== undefined) return value === keywords.const ? undefined : '';
  if (typeof value === 'string') return isTextAllowed(keywords, value) ? undefined : '';
  if (typeof value === 'number') return isBetween(value, keywords.minimum, keywords.maximum) ? undefined : '';
  if (Array.isArray(value)) return faultOfItems(keywords, value);
  if (typeof value === 'object' && value !== null) return faultOfProperties(keywords, value);
  return undefined;
}

function isOfType(type: Keywords['type'], value: unknown): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'boolean':
    case 'string':
      return typeof value === type;
  }
}

function isBetween(value: number, least = -Infinity, most = Infinity): boolean {
  return value >= least && value <= most;
}

/** JSON Schema counts characters, which are at most as many as JavaScript's code units. */
function isTextAllowed({ minLength, maxLength, pattern }: Keywords, text: string): boolean {
  const isSurelyShort = maxLength === undefined || text.length <= maxLength;
  const isSurelyLong = minLength === undefined || text.length >= minLength * 2;
  const length = isSurelyShort && isSurelyLong ? undefined : Array.from(text).length;
  if (length !== undefined && !isBetween(length, minLength, maxLength)) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}

function faultOfItems({ items, minItems, maxItems }: Keywords, list: readonly unknown[]): string | undefined {
  if (!isBetween(list.length, minItems, maxItems)) return '';
  if (items === undefined) return undefined;
  for (const [index, item] of list.entries()) {
    const fault = pathOfFault(items, item);
    if (fault !== undefined) return `/${index}${fault}`;
  }
  return undefined;
}

function faultOfProperties(keywords: Keywords, value: object): string | undefined {
  const { properties = {}, required = [], patternProperties = {}, maxProperties } = keywords;
  const patterns = Object.entries(patternProperties).map(
    ([pattern, schema]) => [new RegExp(pattern, 'u'), schema] as const,
  );
  const entries = Object.entries(value);
  if (!isBetween(entries.length, 0, maxProperties)) return '';
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return stepTo(missing);
  for (const [name, property] of entries) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const asked = patterns.filter(([pattern]) => pattern.test(name)).map(([, schema]) => schema);
    if (own === undefined && asked.length === 0 && keywords.additionalProperties === false)
      return stepTo(name);
    // TypeScript takes one that is undefined for one that is not there.
    if (own !== undefined && (property !== undefined || required.includes(name))) asked.push(own);
    for (const schema of asked) {
      const fault = pathOfFault(schema, property);
      if (fault !== undefined) return `${stepTo(name)}${fault}`;
    }
  }
  return undefined;
}

function stepTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Of several alternatives that all do not fit, the one that was meant is most likely the one that fits longest. */
function faultOfAll(alternatives: readonly TSchema[], value: unknown): string | undefined {
  let longest = '';
  for (const schema of alternatives) {
    const fault = pathOfFault(schema, value);
    if (fault === undefined) return undefined;
    if (!isOtherKind(schema, value) && fault.length > longest.length) longest = fault;
  }
  return longest;
}

/** Whether a property names an alternative, and another one than this. */
function isOtherKind(schema: TSchema, value: unknown): boolean {
  const { properties = {} } = keywordsOf(schema);
  return Object.entries(properties).some(([name, property]) => {
    const wanted = keywordsOf(property).const;
    return wanted !== undefined && (value as Readonly<Record<string, unknown>> | null)?.[name] !== wanted;
  });
}

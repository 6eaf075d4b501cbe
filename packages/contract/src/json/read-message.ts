import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { parseLenientJson } from './lenient-json.ts';
import { matchPropertyNames } from './property-names.ts';

const compiled = new WeakMap<TSchema, ReturnType<typeof Compile>>();

/**
 * Checks a parsed message against its schema with the leniencies of 1.x: property names in any case, unknown
 * properties ignored.
 *
 * @returns the message, or undefined when it is not what the schema asks for.
 */
export function matchMessage<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): Static<Schema> | undefined {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = Compile(schema as TSchema);
    compiled.set(schema, validator);
  }
  const candidate = matchPropertyNames(schema, value);
  return validator.Check(candidate) ? (candidate as Static<Schema>) : undefined;
}

/**
 * Reads one JSON message of the v1 or /hpc endpoints (see parseLenientJson and matchMessage).
 *
 * @returns the message, or undefined when the text is not JSON or not what the schema asks for.
 */
export function readMessage<Schema extends TSchema>(
  schema: Schema,
  text: string,
): Static<Schema> | undefined {
  try {
    return matchMessage(schema, parseLenientJson(text));
  } catch (error) {
    // JSON nested so deeply that the stack ends is nobody's message either.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

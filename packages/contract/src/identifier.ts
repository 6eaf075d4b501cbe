import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/**
 * An id as a 1.x program writes it: a JSON number or a string of digits, unsigned 64-bit. Numbers beyond
 * 2^53 reach us as strings (see parseLenientJson), so that they are echoed exactly.
 */
export const Identifier = Type.Union(
  [Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.String({ pattern: '^[0-9]{1,20}$' })],
  { description: 'An unsigned 64-bit id, as a number or as a string of digits.' },
);
export type Identifier = Static<typeof Identifier>;

const largest = 2n ** 64n - 1n;

/**
 * The id in canonical decimal digits, for messages and for comparison.
 *
 * @returns undefined when it does not fit into 64 bits.
 */
export function identifierText(identifier: Identifier): string | undefined {
  const value = BigInt(identifier);
  return value > largest ? undefined : value.toString();
}

/**
 * The id as the database's operations take it.
 *
 * @returns undefined beyond 2^53, where no row can be: ids are handed out from 1 upwards.
 */
export function identifierNumber(identifier: Identifier): number | undefined {
  const value = Number(identifier);
  return Number.isSafeInteger(value) ? value : undefined;
}

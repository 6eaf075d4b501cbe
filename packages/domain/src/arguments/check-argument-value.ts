import { v1Refusals } from '../errors/v1-refusals.ts';
import { builtInTypes, maxArgumentValueLength } from './argument-type.ts';
import type { ArgumentType } from './argument-type.ts';
import { compileValuePattern } from './value-pattern.ts';

/** How much of a refused value its message repeats, in UTF-16 code units. */
const shownValueLength = 256;

/**
 * Checks a submitted value against its type: the whole value must match the type's regular expression,
 * or, without one, the pattern of the built-in type.
 *
 * @throws DomainError `argument-value-invalid` when it does not match, is longer than
 *   `maxArgumentValueLength`, or holds a NUL or half a character; `argument-type-invalid` when the type
 *   is not built in and has no regular expression, or has one that cannot be read
 */
export function checkArgumentValue(type: ArgumentType, value: string): void {
  const pattern = patternOf(type);
  const isTransportable =
    value.length <= maxArgumentValueLength && !value.includes('\0') && value.isWellFormed();
  if (!isTransportable || !pattern.test(value)) {
    const shown = value.length > shownValueLength ? `${value.slice(0, shownValueLength)}…` : value;
    throw v1Refusals.argumentValueInvalid(shown, type.type, { argtypeId: type.argtypeId });
  }
}

/**
 * Checks an argument type itself, as an administrator enters it.
 *
 * @throws DomainError `argument-type-invalid`, saying in `details.problem` what is wrong
 */
export function checkArgumentType(type: ArgumentType): void {
  patternOf(type);
}

function patternOf(type: ArgumentType): RegExp {
  const source = type.regex === null || type.regex === '' ? builtInTypes.get(type.type) : type.regex;
  if (source === undefined) {
    throw v1Refusals.argumentTypeInvalid(type.type, {
      argtypeId: type.argtypeId,
      problem: `The type must be one of ${[...builtInTypes.keys()].join(', ')}, or have a regular expression.`,
    });
  }
  try {
    return compileValuePattern(source);
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'It cannot be read.';
    throw v1Refusals.argumentTypeInvalid(type.type, { argtypeId: type.argtypeId, problem });
  }
}

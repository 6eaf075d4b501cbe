import { domainError } from '@renderonline/domain';

/**
 * What administrators write is checked before it is stored, so that every dialect refuses the same things
 * in the same words (SQLite itself would store a text of any length anywhere).
 */

/** @throws 'value-invalid' unless the text has `min` (0) to `max` characters and no NUL */
export function checkText(what: string, value: string, limits: { min?: number; max: number }): string {
  const { min = 0, max } = limits;
  if (value.includes('\0')) throw refused(what, 'must not contain a NUL character');
  // Code points, as both databases count; a grapheme may be several.
  const length = Array.from(value).length;
  if (length < min) throw refused(what, 'must not be empty');
  if (length > max) throw refused(what, `must have at most ${max} characters, not ${length}`);
  return value;
}

/** @throws 'value-invalid' unless the number is whole and from `min` to `max` */
export function checkInteger(what: string, value: number, limits: { min: number; max: number }): number {
  const { min, max } = limits;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw refused(what, `must be a whole number from ${min} to ${max}, not ${value}`);
}

/** @throws 'value-invalid' unless the number is from `min` to `max` */
export function checkNumber(what: string, value: number, limits: { min: number; max: number }): number {
  const { min, max } = limits;
  if (value >= min && value <= max) return value;
  throw refused(what, `must be a number from ${min} to ${max}, not ${value}`);
}

/** An id that somebody chose; undefined lets the database number. */
export function checkNewId(what: string, id: number | undefined): { id: number } | undefined {
  if (id === undefined) return undefined;
  return { id: checkInteger(what, id, { min: 1, max: Number.MAX_SAFE_INTEGER }) };
}

/** The fields of an update that were given; undefined means "leave it". */
export function definedFields<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // fromEntries forgets the keys; filtering removes exactly the undefined ones.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function refused(what: string, problem: string): Error {
  return domainError('value-invalid', `${what} ${problem}.`, { what });
}

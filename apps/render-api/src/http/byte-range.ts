import { domainError } from '@renderonline/domain';

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header for a file of `size` bytes. Only one range is served; several, or units other than
 * bytes, are answered with the whole file, as HTTP allows.
 *
 * @returns undefined for the whole file.
 * @throws DomainError 'range-not-satisfiable'.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size - 1 }
      : { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start > range.end) {
    throw domainError(
      'range-not-satisfiable',
      `The file has ${size} bytes; there is nothing at ${header ?? ''}.`,
    );
  }
  return range;
}

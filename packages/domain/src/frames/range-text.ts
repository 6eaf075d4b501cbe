import { domainError } from '../errors/domain-error.ts';
import { mergeRanges } from './frame-range.ts';
import type { FrameRange } from './frame-range.ts';

/** The largest frame number, and the smallest negated: what a signed 32-bit column holds. */
export const maxFrameNumber = 2_147_483_647;

const rangePattern = /^(-?\d{1,10})(?:-(-?\d{1,10}))?$/;

/** Ranges as people write them: `1-10,15`, and `-5--1` for negative frames. Empty for no frames. */
export function formatRanges(ranges: readonly FrameRange[]): string {
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/**
 * Reads what `formatRanges` writes, in any order, overlapping or not, with spaces around the commas.
 *
 * @returns sorted, merged ranges; none for an empty text
 * @throws DomainError `frame-range-invalid` when a part is not a frame or a range, or runs backwards
 */
export function parseRanges(text: string): FrameRange[] {
  if (text.trim() === '') return [];
  return mergeRanges(text.split(',').map((part) => parseRange(part.trim())));
}

function parseRange(part: string): FrameRange {
  const [, firstText, lastText] = rangePattern.exec(part) ?? [];
  if (firstText === undefined) {
    throw invalidRange(part, 'is neither a frame like 15 nor a range like 1-10');
  }
  const first = parseFrame(firstText);
  const last = lastText === undefined ? first : parseFrame(lastText);
  if (first > last) throw invalidRange(part, 'begins after its end');
  return { first, last };
}

function parseFrame(text: string): number {
  const frame = Number(text);
  if (Math.abs(frame) > maxFrameNumber) throw invalidRange(text, `is beyond frame ${maxFrameNumber}`);
  // "-0" is frame 0; a negative zero would not be equal to it everywhere.
  return frame === 0 ? 0 : frame;
}

function invalidRange(part: string, problem: string) {
  const shown = part.length > 40 ? `${part.slice(0, 40)}…` : part;
  return domainError('frame-range-invalid', `The frames "${shown}" cannot be read: this ${problem}.`, {
    frames: shown,
  });
}

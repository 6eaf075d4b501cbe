import type { LogMatch } from '@renderonline/contract';
import type { LogRow } from './log-lines.ts';
import { readLine } from './read-line.ts';

/** A line that was found, as an address names it: where it begins in the log of its attempt, in bytes. */
export interface Hit {
  readonly attemptId: number;
  readonly offset: number;
}

/** @returns undefined for what is none */
export function readHit(text: string | null): Hit | undefined {
  const parts = /^([1-9][0-9]{0,14})-([0-9]{1,15})$/.exec(text ?? '');
  return parts === null ? undefined : { attemptId: Number(parts[1]), offset: Number(parts[2]) };
}

export function writeHit({ attemptId, offset }: Hit): string {
  return `${attemptId}-${offset}`;
}

/** @returns the place of a hit among those that were found so far; -1 when it is not among them */
export function placeOf(matches: readonly Hit[], hit: Hit | undefined): number {
  return matches.findIndex(({ attemptId, offset }) => attemptId === hit?.attemptId && offset === hit.offset);
}

/**
 * The next hit, or the one before; from none the first or the last, and from the last one the first again.
 *
 * @param hasMore whether there are more than were found so far: then the last one is not known
 * @returns `more` when the next one has to be found first; undefined when there is none
 */
export function hitBeside(
  matches: readonly LogMatch[],
  hit: Hit | undefined,
  by: 1 | -1,
  hasMore: boolean,
): LogMatch | 'more' | undefined {
  const place = placeOf(matches, hit);
  const next = place < 0 ? (by > 0 ? 0 : matches.length - 1) : place + by;
  if (next >= matches.length) return hasMore ? 'more' : matches[0];
  return next < 0 ? (hasMore ? matches[0] : matches.at(-1)) : matches[next];
}

/** @returns the row that shows a hit; undefined when the log that is shown begins after it */
export function rowOfHit(rows: readonly LogRow[], match: LogMatch): number | undefined {
  const { text, atMs } = readLine(match.line);
  let found: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  // The same line may have been said several times. Bytes that are no UTF-8 move the others a little.
  for (const [index, row] of rows.entries()) {
    if (row.kind !== 'line' || row.attemptId !== match.attemptId) continue;
    if (row.text !== text || row.atMs !== atMs) continue;
    const away = Math.abs(row.offset - match.offset);
    if (away >= distance) continue;
    found = index;
    distance = away;
  }
  return found;
}

/** A hit with the lines around it, as the log would show them. */
export function rowsAround(match: LogMatch): { readonly rows: readonly LogRow[]; readonly place: number } {
  const { attemptId, machine, firstFrame, lastFrame, before, line, after, offset } = match;
  const head: LogRow = { kind: 'head', attemptId, machine: machine?.name ?? null, firstFrame, lastFrame };
  const lines = [...before, line, ...after].map((said): LogRow => {
    return { kind: 'line', attemptId, offset, ...readLine(said) };
  });
  return { rows: [head, ...lines], place: before.length + 1 };
}

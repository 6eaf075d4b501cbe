import type { StoredLog } from './stored-log.ts';

const newline = 10;
/** A line that never ends is cut. Bytes. */
const longestLine = 64 * 1024;

/** Lines of a log that follow one another. Positions are bytes since the log's beginning. */
export interface LineRun {
  readonly offset: number;
  /** Behind the last of them. */
  readonly end: number;
  /** Bytes before them that are not kept. */
  readonly leftOut: number;
  /** Whole lines, each with its newline but perhaps the log's last. */
  readonly bytes: Buffer;
}

/**
 * Reads whole lines from a position on.
 *
 * @param options.withLast the log has ended: what is behind the last newline is a line too
 */
export async function* readLines(
  log: StoredLog,
  from: number,
  { withLast }: { readonly withLast: boolean },
): AsyncGenerator<LineRun, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  let end = from;
  let leftOut = 0;

  const runOf = (bytes: Buffer): LineRun => {
    const run = { offset: end, end: end + bytes.length, leftOut, bytes };
    ({ end } = run);
    leftOut = 0;
    return run;
  };
  for await (const { start, bytes } of log.read(from)) {
    if (start > end + rest.length) {
      if (rest.length > 0) yield runOf(rest);
      leftOut = start - end;
      end = start;
      rest = Buffer.alloc(0);
    }
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const wholeBytes = text.lastIndexOf(newline) + 1;
    const cutAt = wholeBytes > 0 || text.length < longestLine ? wholeBytes : text.length;
    if (cutAt > 0) yield runOf(text.subarray(0, cutAt));
    rest = text.subarray(cutAt);
  }
  if (withLast && rest.length > 0) yield runOf(rest);
}

/** The lines of a run, without their newlines. */
export function linesOf({ bytes }: Pick<LineRun, 'bytes'>): string[] {
  const lines = bytes.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The same, each with where it begins: bytes that are no UTF-8 are longer as text. */
export function* placedLinesOf({ offset, bytes }: LineRun): Generator<{ offset: number; line: string }> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    yield { offset: offset + start, line: bytes.toString('utf8', start, end) };
    start = end + 1;
  }
}

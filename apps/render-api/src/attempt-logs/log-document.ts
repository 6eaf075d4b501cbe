import { Readable } from 'node:stream';
import type { ByteRange } from '../http/byte-range.ts';
import type { StoredLog } from './stored-log.ts';

/** A log as a text of known length: where something was left out, a line says how much. */
export interface LogDocument {
  /** Bytes. */
  readonly size: number;
  open(range: ByteRange): Readable;
}

/** A stretch of the document: of the log itself, or a line of ours. */
interface Stretch {
  readonly at: number;
  readonly size: number;
  /** Where in the log; undefined for a line of ours. */
  readonly start?: number;
  readonly line?: Buffer;
}

const newline = 10;

/**
 * Makes a document of a log as it is now.
 *
 * @param options.tail only so many of the last lines
 */
export async function logDocumentOf(
  log: StoredLog,
  { tail }: { readonly tail?: number | undefined } = {},
): Promise<LogDocument> {
  const from = tail === undefined ? 0 : (await logDocumentStart(log, tail)).start;
  const stretches: Stretch[] = [];
  let at = 0;
  let end = from;
  for (const { start, size } of log.parts) {
    const first = Math.max(start, from);
    if (start + size <= first) continue;
    if (first > end) {
      const line = Buffer.from(leftOutText(first - end));
      stretches.push({ at, size: line.length, line });
      at += line.length;
    }
    stretches.push({ at, size: start + size - first, start: first });
    at += start + size - first;
    end = start + size;
  }
  return { size: at, open: (range) => Readable.from(readStretches(log, stretches, range)) };
}

function leftOutText(bytes: number): string {
  return `[RenderOnline: ${bytes} bytes were left out here; of a long log the beginning and the end are kept, see MaxLogBytes]\n`;
}

async function* readStretches(log: StoredLog, stretches: readonly Stretch[], { start, end }: ByteRange) {
  for (const stretch of stretches) {
    const first = Math.max(start, stretch.at) - stretch.at;
    const last = Math.min(end + 1, stretch.at + stretch.size) - stretch.at;
    if (first >= last) continue;
    if (stretch.line !== undefined) yield stretch.line.subarray(first, last);
    else yield* readExactly(log, (stretch.start ?? 0) + first, last - first);
  }
}

/** @throws Error when that part of the log has been left out since */
async function* readExactly(log: StoredLog, from: number, length: number) {
  let left = length;
  for await (const { start, bytes } of log.read(from)) {
    if (start !== from + length - left) break;
    const wanted = bytes.subarray(0, left);
    left -= wanted.length;
    yield wanted;
    if (left === 0) return;
  }
  throw new Error('A part of the log was left out while it was read.');
}

/** Where the last so many lines of a log begin, and how many these are. */
export async function logDocumentStart(
  log: StoredLog,
  lines: number,
): Promise<{ readonly start: number; readonly lines: number }> {
  if (lines === 0) return { start: log.size, lines: 0 };
  // Oldest first; one more than asked for is the end of the line before.
  const ends: number[] = [];
  for (const { start, size } of [...log.parts].reverse()) {
    const found: number[] = [];
    for await (const passage of log.read(start)) {
      if (passage.start >= start + size) break;
      const { bytes } = passage;
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
        found.push(passage.start + at + 1);
        if (found.length > 2 * lines + 1000) found.splice(0, found.length - lines - 1);
      }
    }
    ends.unshift(...found.slice(-(lines + 1)));
    if (ends.filter((end) => end < log.size).length >= lines) break;
  }
  const before = ends.filter((end) => end < log.size);
  if (before.length >= lines) return { start: before.at(-lines) ?? 0, lines };
  return { start: 0, lines: ends.length };
}

import type { Attempt } from '@renderonline/database';
import { listLogParts, readLogParts, type LogPart } from '@renderonline/runtime';
import { attemptLogPath } from '@renderonline/storage';

/** As JSON an event of so many bytes is no longer than clients take. */
const pieceBytes = 64 * 1024;

/** A piece of a log that is there without a gap. Positions are bytes since the log's beginning. */
export interface LogPassage {
  readonly start: number;
  readonly bytes: Buffer;
}

/** What is kept of what an attempt's renderer said. */
export interface StoredLog {
  /** What was said so far, bytes, what is not kept any more included. */
  readonly size: number;
  readonly parts: readonly Pick<LogPart, 'start' | 'size'>[];
  /** Passages from a position on, in order; where one begins behind the end of the last, the rest was not kept. */
  read(from: number): AsyncGenerator<LogPassage, void, void>;
}

/**
 * Looks an attempt's log up. Of machines that send none (those of 1.x) it is the end that travelled with a
 * failure, without times; of an attempt that said nothing it is empty.
 */
export async function storedLogOf(
  filePath: string,
  { attemptId, logTail }: Pick<Attempt, 'attemptId' | 'logTail'>,
): Promise<StoredLog> {
  const path = await attemptLogPath(filePath, attemptId);
  const parts = path === undefined ? [] : await listLogParts(path);
  const last = parts.at(-1);
  if (last !== undefined) {
    return { size: last.start + last.size, parts, read: (from) => readLogParts(parts, from, pieceBytes) };
  }
  const bytes = Buffer.from(logTail === null || logTail === '' ? '' : `${logTail.replace(/\n$/, '')}\n`);
  return {
    size: bytes.length,
    parts: bytes.length === 0 ? [] : [{ start: 0, size: bytes.length }],
    async *read(from) {
      if (from < bytes.length) yield { start: from, bytes: bytes.subarray(from) };
    },
  };
}

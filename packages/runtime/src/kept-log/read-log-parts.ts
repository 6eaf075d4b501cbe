import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { plainFileOnly, type LogPart } from './log-parts.ts';

/** Text of a log. */
export interface LogText {
  /** Where it begins in the log. */
  readonly start: number;
  readonly bytes: Buffer;
}

/**
 * Reads a log from a position on, piece by piece, each from one part only: whoever sees one begin further on than
 * the last one ended knows that what lay between was left out. A part that was left out meanwhile is passed over.
 *
 * @param from bytes since the log's beginning
 * @param pieceBytes the longest piece
 * @throws the system's error
 */
export async function* readLogParts(
  parts: readonly LogPart[],
  from = 0,
  pieceBytes = 256 * 1024,
): AsyncGenerator<LogText, void, void> {
  for (const part of parts) {
    const end = part.start + part.size;
    if (end <= from) continue;
    const file = await open(part.path, constants.O_RDONLY | plainFileOnly).catch(undefinedWhenMissing);
    if (file === undefined) continue;
    try {
      let position = Math.max(from, part.start);
      while (position < end) {
        const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, end - position));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position - part.start);
        if (bytesRead === 0) break;
        yield { start: position, bytes: buffer.subarray(0, bytesRead) };
        position += bytesRead;
      }
    } finally {
      await file.close();
    }
  }
}

function undefinedWhenMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error as Error;
}

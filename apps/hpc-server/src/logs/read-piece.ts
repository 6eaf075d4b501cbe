import { readLogParts, type KeptLog } from '@renderonline/runtime';

/** A log, and how much of it somebody has. */
export interface LogReading {
  readonly kept: Pick<KeptLog, 'parts' | 'size'>;
  /** Bytes since its beginning. */
  readonly delivered: number;
  /** Nothing is added any more. */
  readonly isEnded: boolean;
}

/** The next piece of a log; an empty one when what comes next is not there any more, or at the end. */
export async function readPiece(
  { kept, delivered, isEnded }: LogReading,
  most: number,
): Promise<{ readonly offset: number; readonly bytes: Buffer; readonly isEnd: boolean }> {
  const { size } = kept;
  if (delivered < size) {
    for await (const { start, bytes } of readLogParts([...kept.parts], delivered, most)) {
      return { offset: start, bytes, isEnd: isEnded && start + bytes.length >= size };
    }
  }
  return { offset: Math.max(delivered, size), bytes: Buffer.alloc(0), isEnd: isEnded };
}

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createLineSplitter } from '../parsers/line-splitter.ts';

const keptLines = 40;
const longestKeptLine = 500;

/** Reads what a renderer prints, line by line, and keeps the end of it. */
export interface OutputTail {
  /**
   * Reads a stream until it ends, no faster than `keep` takes it. Never rejects.
   *
   * @param onLine is given each line
   */
  read(
    stream: Readable,
    keep: (chunk: Buffer) => Promise<void> | undefined,
    onLine: (line: string) => void,
  ): Promise<void>;
  /** The last lines of all streams, oldest first. */
  lastLines(): readonly string[];
  /** Forgets the lines so far: what was printed for one frame does not explain the end of another. */
  forget(): void;
}

export function createOutputTail(): OutputTail {
  const lines: string[] = [];

  return {
    async read(stream, keep, onLine) {
      const decoder = new StringDecoder('utf8');
      const splitter = createLineSplitter();
      const take = (line: string) => {
        lines.push(line.slice(0, longestKeptLine));
        if (lines.length > keptLines) lines.shift();
        onLine(line);
      };
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          splitter.push(decoder.write(chunk)).forEach(take);
          await keep(chunk);
        }
      } catch {
        // The process was ended; what came is what there is.
      }
      [...splitter.push(decoder.end()), ...splitter.end()].forEach(take);
    },
    lastLines: () => [...lines],
    forget() {
      lines.length = 0;
    },
  };
}

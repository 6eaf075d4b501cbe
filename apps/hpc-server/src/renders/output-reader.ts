import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createLineSplitter, type EngineOutputParser } from '@renderonline/engines';
import type { SpooledLog } from '../logs/spooled-log.ts';
import type { AttemptProgress } from './attempt-progress.ts';

const keptLines = 3;
const longestKeptLine = 400;
/** Lines that say nothing about why a render ended. */
const noise = /^(Fra:|Blender quit|Rendered \d|\s*Time:|\s*$)/;

export interface OutputReaderInput {
  readonly parser: EngineOutputParser;
  readonly progress: Pick<AttemptProgress, 'take'>;
}

/** Reads a renderer's two streams into its log and its progress. */
export interface OutputReader {
  /** Reads one of the streams until it ends; takes no more of it than the log's disk can follow. */
  read(stream: Readable, log: Pick<SpooledLog, 'write' | 'drained'>): Promise<void>;
  /** Both streams are over: what the parser has left. */
  end(): void;
  /** The last lines that say anything. */
  lastLines(): readonly string[];
}

export function createOutputReader({ parser, progress }: OutputReaderInput): OutputReader {
  const recent: string[] = [];

  // The parser gets whole lines, so that the two streams do not mix within one.
  function takeLines(lines: readonly string[]): void {
    for (const line of lines) {
      for (const event of parser.push(`${line}\n`)) progress.take(event);
      if (noise.test(line)) continue;
      recent.push(line.trim().slice(0, longestKeptLine));
      if (recent.length > keptLines) recent.shift();
    }
  }

  return {
    async read(stream, log) {
      const decoder = new StringDecoder('utf8');
      const splitter = createLineSplitter();
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          takeLines(splitter.push(decoder.write(chunk)));
          if (!log.write(chunk)) await log.drained();
        }
      } catch {
        // The stream was destroyed because a stray process held it open; what came is what there is.
      }
      takeLines([...splitter.push(decoder.end()), ...splitter.end()]);
    },
    end() {
      for (const event of parser.end()) progress.take(event);
    },
    lastLines: () => recent,
  };
}

import { createLineSplitter } from './line-splitter.ts';
import type { EngineOutputParser, RenderEvent } from './render-event.ts';

/** What a parser of one renderer has to bring: the meaning of a whole line, and of the end. */
export interface LineReader {
  read(line: string): RenderEvent[];
  /** Said once, after the last line. */
  end?(): RenderEvent[];
}

/** Makes an output parser of something that reads whole lines. */
export function parserOfLines(reader: LineReader): EngineOutputParser {
  const lines = createLineSplitter();
  const readAll = (complete: string[]) => complete.flatMap((line) => reader.read(line));
  return {
    push: (text) => readAll(lines.push(text)),
    end: () => [...readAll(lines.end()), ...(reader.end?.() ?? [])],
  };
}

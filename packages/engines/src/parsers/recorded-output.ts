import { readFileSync } from 'node:fs';
import type { EngineOutputParser, RenderEvent } from './render-event.ts';

/**
 * For tests: what a renderer really said.
 *
 * @param name below fixtures/, without `.txt`
 */
export function recordedOutput(name: string): string {
  return readFileSync(new URL(`../../fixtures/${name}.txt`, import.meta.url), 'utf8');
}

/** For tests: feeds a text in pieces of the given sizes, which are used again and again. */
export function eventsOf(
  parser: EngineOutputParser,
  text: string,
  pieceSizes: readonly number[],
): RenderEvent[] {
  const events: RenderEvent[] = [];
  let position = 0;
  for (let turn = 0; position < text.length; turn++) {
    const size = Math.max(1, pieceSizes[turn % pieceSizes.length] ?? text.length);
    events.push(...parser.push(text.slice(position, position + size)));
    position += size;
  }
  return [...events, ...parser.end()];
}

/** For tests: events in short words, without the progress within frames. */
export function summaryOf(events: readonly RenderEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case 'frame-started':
        return `start ${event.frame}`;
      case 'frame-done':
        return `done ${event.frame}`;
      case 'frame-written':
        return `written ${event.frame ?? '-'} ${event.path}`;
      case 'error':
        return `error ${event.message}`;
      case 'frame-progress':
        return [];
    }
  });
}

/** For tests: the fractions that were reported for a frame, in order. */
export function fractionsOf(events: readonly RenderEvent[], frame: number | null): number[] {
  return events.flatMap((event) =>
    event.kind === 'frame-progress' && event.frame === frame ? [event.fraction] : [],
  );
}

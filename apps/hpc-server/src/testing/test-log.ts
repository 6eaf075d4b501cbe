import { createLogger, type Logger } from '@renderonline/runtime';

export interface TestLog {
  readonly log: Logger;
  /** What was logged so far, a line each. */
  readonly text: () => string;
}

/** For tests: a log to be read. */
export function testLog(): TestLog {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ name: 'test', level: 'info', destination }), text: () => lines.join('') };
}

/** How bad what a line says is. */
export type LogLevel = 'plain' | 'warning' | 'error';

/** A line of a renderer's log, taken apart. */
export interface ReadLine {
  /** When it was said, in ms; null where the line has no time. */
  readonly atMs: number | null;
  readonly text: string;
  readonly level: LogLevel;
}

const timed = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?/;
/** What renderers say when something went wrong, at the places where they say it. */
const errors = /\b(?:error|fatal|exception|traceback|segmentation fault|out of memory|panic)\b/i;
const warnings = /\b(?:warn|warning|deprecated|missing|cannot|could not|unable to|not found)\b/i;

/** @param line with its time, in UTC, before it, as RenderAPI gives them */
export function readLine(line: string): ReadLine {
  const time = timed.exec(line);
  const text = time === null ? line : line.slice(time[0].length);
  const level = errors.test(text) ? 'error' : warnings.test(text) ? 'warning' : 'plain';
  return { atMs: time?.[1] === undefined ? null : Date.parse(time[1]), text, level };
}

/** @returns whether a line is bad enough to be shown */
export function isAtLeast(level: LogLevel, wanted: LogLevel): boolean {
  return wanted === 'plain' || level === 'error' || level === wanted;
}

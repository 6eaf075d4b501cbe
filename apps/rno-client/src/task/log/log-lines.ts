import type { LogEvent } from '@renderonline/client/browser';
import { readLine, type ReadLine } from './read-line.ts';

/** What the log shows, one a row. */
export type LogRow =
  /** `offset`: where it begins, in bytes since the beginning of its attempt's log. */
  | ({ readonly kind: 'line'; readonly attemptId: number; readonly offset: number } & ReadLine)
  | {
      readonly kind: 'head';
      readonly attemptId: number;
      readonly machine: string | null;
      readonly firstFrame: number;
      readonly lastFrame: number;
    }
  | { readonly kind: 'left-out'; readonly attemptId: number; readonly bytes: number }
  | { readonly kind: 'ended'; readonly attemptId: number; readonly outcome: string };

/** Rows in the order in which they came. */
export interface LogLines {
  readonly rows: readonly LogRow[];
  /** So many older ones were let go. */
  readonly dropped: number;
}

const utf8 = new TextEncoder();

export const noLines: LogLines = { rows: [], dropped: 0 };

/** A day's worth of a talkative renderer; a browser holds it with ease. */
export const mostRows = 50_000;

/** Puts in what has come: a heading wherever another attempt goes on. @param most rows that are kept, the newest */
export function withEvents(lines: LogLines, events: readonly LogEvent[], most = mostRows): LogLines {
  if (events.length === 0) return lines;
  const rows = [...lines.rows];
  let attemptId = rows.at(-1)?.attemptId;
  for (const event of events) {
    if (event.kind === 'attempt-ended') {
      const { outcome } = event.end;
      if (outcome !== null) rows.push({ kind: 'ended', attemptId: event.end.attemptId, outcome });
      attemptId = event.end.attemptId;
      continue;
    }
    const { lines: said, leftOut, machine, firstFrame, lastFrame } = event.lines;
    if (event.lines.attemptId !== attemptId) {
      attemptId = event.lines.attemptId;
      rows.push({ kind: 'head', attemptId, machine: machine?.name ?? null, firstFrame, lastFrame });
    }
    if (leftOut > 0) rows.push({ kind: 'left-out', attemptId, bytes: leftOut });
    let { offset } = event.lines;
    for (const line of said) {
      rows.push({ kind: 'line', attemptId, offset, ...readLine(line) });
      offset += utf8.encode(line).length + 1;
    }
  }
  const over = Math.max(0, rows.length - most);
  return { rows: over === 0 ? rows : rows.slice(over), dropped: lines.dropped + over };
}

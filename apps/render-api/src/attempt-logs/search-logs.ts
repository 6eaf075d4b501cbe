import type { LogMatch, LogSearchQuery, LogSearchResult } from '@renderonline/contract';
import { findAttempts, listAttemptsAfter, type Attempt, type Database } from '@renderonline/database';
import { machineLabelsOf } from '../tasks/machine-labels.ts';
import { linesOf, placedLinesOf, readLines } from './read-lines.ts';
import { storedLogOf } from './stored-log.ts';

interface LogSearchInput {
  readonly database: Database;
  readonly taskId: number;
  readonly filePath: string;
  readonly query: LogSearchQuery;
  /** Bytes searched for one page. */
  readonly mostBytes?: number;
  /** Characters of the lines of one page: of long lines with many around them there are fewer matches on it. */
  readonly mostText?: number;
}

const pageOfAttempts = 200;
/** Attempts looked at for one page, most of which may have said nothing. */
const mostAttempts = 5000;
const defaultLimit = 100;

type Found = Omit<LogMatch, 'machine' | 'firstFrame' | 'lastFrame'>;

/** Where a search stands: the next is at this position of this attempt's log. */
interface Place {
  readonly attemptId: number;
  readonly position: number;
}

/**
 * Searches the logs of a task's attempts for a text, small and capital letters alike, from a place on until there
 * are enough matches or enough was searched for one request.
 */
export async function searchLogs(input: LogSearchInput): Promise<LogSearchResult> {
  const { query, mostBytes = 64 * 1024 * 1024, mostText = 8 * 1024 * 1024 } = input;
  const limit = query.limit ?? defaultLimit;
  const needle = query.search.toLowerCase();
  const matches: (Found & { readonly attempt: Attempt })[] = [];
  const begin = placeOf(query.cursor);
  let from = begin.attemptId;
  let bytes = 0;
  let text = 0;
  let looked = 0;
  let next: Place | null = null;

  search: for (;;) {
    const attempts = await attemptsFrom(input, from);
    for (const attempt of attempts) {
      const { attemptId } = attempt;
      const position = attemptId === begin.attemptId ? begin.position : 0;
      if (isFull() || bytes >= mostBytes || looked >= mostAttempts) {
        next = { attemptId, position };
        break search;
      }
      looked += 1;
      const stop = await searchAttempt(attempt, position);
      if (stop !== null) {
        next = { attemptId, position: stop };
        break search;
      }
      from = attemptId + 1;
    }
    if (attempts.length < pageOfAttempts || query.attempt !== undefined) break;
  }
  return { matches: await withMachines(input.database, matches), nextCursor: next && cursorOf(next) };

  function isFull(): boolean {
    return matches.length >= limit || text >= mostText;
  }

  /** @returns where it stopped before the log's end, null at the end */
  async function searchAttempt(attempt: Attempt, start: number): Promise<number | null> {
    const log = await storedLogOf(input.filePath, attempt);
    const context = query.context ?? 0;
    let before: string[] = [];
    /** Those that still lack lines after them. */
    const open: { readonly match: Found; wanted: number }[] = [];
    for await (const run of readLines(log, start, { withLast: true })) {
      bytes += run.bytes.length;
      // Most of a log has nothing: it is not taken apart.
      const isPlain = open.length === 0 && !run.bytes.toString('utf8').toLowerCase().includes(needle);
      if (isPlain) {
        before = context === 0 ? [] : [...before, ...linesOf(run)].slice(-context);
      } else {
        for (const { offset, line } of placedLinesOf(run)) {
          const hasNeedle = line.toLowerCase().includes(needle);
          for (const one of open) {
            one.match.after.push(line);
            text += line.length;
            one.wanted -= 1;
          }
          while (open[0]?.wanted === 0) open.shift();
          if (hasNeedle && isFull()) return offset;
          if (hasNeedle) {
            const { attemptId } = attempt;
            const match = { attemptId, offset, line, before, after: [], attempt };
            matches.push(match);
            text += before.reduce((sum, { length }) => sum + length, line.length);
            if (context > 0) open.push({ match, wanted: context });
          }
          before = context === 0 ? [] : [...before, line].slice(-context);
        }
      }
      if (bytes >= mostBytes && open.length === 0) return run.end < log.size ? run.end : null;
    }
    return null;
  }
}

async function attemptsFrom({ database, taskId, query }: LogSearchInput, from: number): Promise<Attempt[]> {
  if (query.attempt !== undefined) {
    return findAttempts(database.db, { taskId, attemptIds: [query.attempt] });
  }
  return listAttemptsAfter(database.db, { taskId, afterAttemptId: from - 1, limit: pageOfAttempts });
}

async function withMachines(
  database: Database,
  matches: readonly (Found & { readonly attempt: Attempt })[],
): Promise<LogMatch[]> {
  const labels = await machineLabelsOf(
    database,
    matches.map(({ attempt }) => attempt.machineId),
  );
  return matches.map(({ attempt: { machineId, firstFrame, lastFrame }, ...match }) => ({
    ...match,
    ...{ machine: labels(machineId), firstFrame, lastFrame },
  }));
}

function placeOf(cursor = '1:0'): Place {
  const [attemptId = 1, position = 0] = cursor.split(':').map(Number);
  return { attemptId, position };
}

function cursorOf({ attemptId, position }: Place): string {
  return `${attemptId}:${position}`;
}

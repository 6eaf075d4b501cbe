import type { LogEnd, LogLines } from '@renderonline/contract';
import {
  findAttempts,
  findTask,
  listAttemptsAfter,
  type Attempt,
  type Database,
} from '@renderonline/database';
import { isTaskEnded } from '@renderonline/domain';
import { machineLabelsOf, type MachineLabels } from '../tasks/machine-labels.ts';
import type { LogDesk } from './log-desk.ts';
import { formatPlace, type FollowPlace } from './follow-place.ts';
import { logDocumentStart } from './log-document.ts';
import { linesOf, readLines } from './read-lines.ts';
import { storedLogOf } from './stored-log.ts';

/** An event of the stream; `id` says where to go on after it. */
export type LogEvent =
  | { readonly event: 'lines'; readonly id: string; readonly data: LogLines }
  | { readonly event: 'attempt-ended'; readonly id: string; readonly data: LogEnd };

export interface FollowLogsInput {
  readonly database: Database;
  readonly desk: Pick<LogDesk, 'isComplete'>;
  readonly taskId: number;
  readonly filePath: string;
  /** Only this attempt; undefined: all, as they come. */
  readonly attemptId: number | undefined;
  readonly tail: number | undefined;
  /** false: until all that is there has been said. */
  readonly follow: boolean;
  /** Where an earlier stream broke off. */
  readonly place: FollowPlace | undefined;
  readonly nowMs: () => number;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
  /** Waits until something may have changed, for a while at most. */
  readonly untilChanged: () => Promise<void>;
}

/** Each of them is named in the events' ids until its log has been said. */
const pageOfAttempts = 50;
/** Logs that are followed at once; of a task on more machines the newest have to wait for one to end. */
const mostOpen = 1000;
/** A machine that is gone says no more: so long after the attempt's end its log is taken for whole. */
const settleMs = 3000;

/** Says the lines of a task's logs as they come, each once and those of one attempt in order, until it has ended. */
export async function* followLogs(input: FollowLogsInput): AsyncGenerator<LogEvent, void, void> {
  const { database, taskId, filePath } = input;
  const open = new Map(input.place?.open);
  let seenThrough = input.place?.seenThrough ?? 0;
  const place = () => formatPlace({ seenThrough, open });
  if (input.place === undefined) await begin();

  for (;;) {
    const details = await findTask(database.db, { taskId });
    if (details === undefined || input.signal.aborted) return;
    const hasMore = await takeNew();
    const attempts = await findAttempts(database.db, { taskId, attemptIds: [...open.keys()] });
    const known = new Set(attempts.map(({ attemptId }) => attemptId));
    for (const attemptId of open.keys()) if (!known.has(attemptId)) open.delete(attemptId);
    const labels = await machineLabelsOf(
      database,
      attempts.map(({ machineId }) => machineId),
    );
    for (const attempt of attempts) yield* say(attempt, labels);
    const isOver = isTaskEnded(details.task.state) || input.attemptId !== undefined;
    if (!hasMore && (!input.follow || (isOver && open.size === 0))) return;
    if (!hasMore) await input.untilChanged();
  }

  /** Where a new stream starts: at the first line of all, or at the last few. */
  async function begin(): Promise<void> {
    if (input.attemptId !== undefined) {
      seenThrough = Number.MAX_SAFE_INTEGER;
      open.set(input.attemptId, 0);
    }
    if (input.tail === undefined) return;
    let left = input.tail;
    const attempts = await allAttempts();
    for (const attempt of attempts.reverse()) {
      seenThrough = Math.max(seenThrough, attempt.attemptId);
      if (left === 0 && attempt.endedAtMs !== null) continue;
      const log = await storedLogOf(filePath, attempt);
      const { start, lines } = await logDocumentStart(log, left);
      open.set(attempt.attemptId, start);
      left -= lines;
    }
  }

  async function allAttempts(): Promise<Attempt[]> {
    if (input.attemptId !== undefined) {
      return findAttempts(database.db, { taskId, attemptIds: [input.attemptId] });
    }
    const all: Attempt[] = [];
    for (;;) {
      const afterAttemptId = all.at(-1)?.attemptId ?? 0;
      const page = await listAttemptsAfter(database.db, { taskId, afterAttemptId, limit: pageOfAttempts });
      all.push(...page);
      if (page.length < pageOfAttempts) return all;
    }
  }

  /** @returns whether there are more of them */
  async function takeNew(): Promise<boolean> {
    if (seenThrough === Number.MAX_SAFE_INTEGER) return false;
    const limit = Math.min(pageOfAttempts, mostOpen - open.size);
    if (limit <= 0) return false;
    const page = await listAttemptsAfter(database.db, { taskId, afterAttemptId: seenThrough, limit });
    for (const { attemptId } of page) {
      open.set(attemptId, 0);
      seenThrough = attemptId;
    }
    return page.length === limit;
  }

  async function* say(attempt: Attempt, labels: MachineLabels): AsyncGenerator<LogEvent, void, void> {
    const { attemptId, machineId, firstFrame, lastFrame, endedAtMs, outcome, message } = attempt;
    const isSettled =
      input.desk.isComplete(attemptId) || (endedAtMs !== null && input.nowMs() - endedAtMs >= settleMs);
    const hasEnded = endedAtMs !== null && isSettled;
    const log = await storedLogOf(filePath, attempt);
    const from = open.get(attemptId) ?? 0;
    for await (const run of readLines(log, from, { withLast: hasEnded })) {
      open.set(attemptId, run.end);
      const { offset, leftOut } = run;
      const ofAttempt = { attemptId, machine: labels(machineId), firstFrame, lastFrame };
      yield { event: 'lines', id: place(), data: { ...ofAttempt, offset, leftOut, lines: linesOf(run) } };
    }
    if (!hasEnded) return;
    open.delete(attemptId);
    yield { event: 'attempt-ended', id: place(), data: { attemptId, outcome, message } };
  }
}

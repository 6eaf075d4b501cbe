import type { MachineAttempt } from '@renderonline/contract';

/** How far back a machine's page looks, in hours. */
export const historyHours = [6, 24, 168] as const;
export type HistoryHours = (typeof historyHours)[number];

/** Reads the address; a day unless it says otherwise. */
export function readHours(search: URLSearchParams): HistoryHours {
  return historyHours.find((hours) => String(hours) === search.get('hours')) ?? 24;
}

export type AttemptState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';

/** What became of an attempt; `queued` while it waits on its machine. */
export function attemptState({
  outcome,
  startedAt,
}: Pick<MachineAttempt, 'outcome' | 'startedAt'>): AttemptState {
  if (outcome === null) return startedAt === null ? 'queued' : 'running';
  if (outcome === 'succeeded' || outcome === 'canceled') return outcome;
  return 'failed';
}

/** A stretch of the timeline: where it begins and ends, 0 to 1, and in which row. */
export interface Stretch {
  readonly attempt: MachineAttempt;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
}

/**
 * Attempts along a line of time: those at the same time in rows of their own, as few as there can be.
 *
 * @param attempts in any order; those that never started are left out
 */
export function stretchesOf(
  attempts: readonly MachineAttempt[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Stretch[] {
  const place = (ms: number): number => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  const started = attempts
    .flatMap((attempt) => {
      const startMs = attempt.startedAt === null ? null : Date.parse(attempt.startedAt);
      const endMs = attempt.endedAt === null ? toMs : Date.parse(attempt.endedAt);
      if (startMs === null || endMs < fromMs || startMs > toMs) return [];
      return [{ attempt, startMs, endMs }];
    })
    .sort((a, b) => a.startMs - b.startMs || a.attempt.attemptId - b.attempt.attemptId);
  const laneEnds: number[] = [];
  return started.map(({ attempt, startMs, endMs }) => {
    const free = laneEnds.findIndex((endOfLane) => endOfLane <= startMs);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = endMs;
    return { attempt, from: place(startMs), to: place(endMs), lane };
  });
}

/** How many attempts failed of each cause, the most frequent first. Those without one are `unknown`. */
export function failuresByCause(attempts: readonly MachineAttempt[]): { cause: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const attempt of attempts) {
    if (attemptState(attempt) !== 'failed') continue;
    const cause = attempt.cause ?? 'unknown';
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return [...counts]
    .map(([cause, count]) => ({ cause, count }))
    .sort((a, b) => b.count - a.count || a.cause.localeCompare(b.cause));
}

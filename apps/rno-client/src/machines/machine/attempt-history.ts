import type { MachineAttempt, MachineAttemptList } from '@renderonline/contract';

/** What is known of what a machine was given: all of it, from the newest back to some point. */
export interface AttemptHistory {
  /** Newest first. */
  readonly attempts: readonly MachineAttempt[];
  /** Where it goes on; null when it is known back to the beginning. */
  readonly nextBefore: number | null;
}

/** Reads a page: attempts older than `before`, or the newest. */
export type ReadAttempts = (before: number | undefined) => Promise<MachineAttemptList>;

/** So many pages at once at most: what is further back is read when somebody scrolls there. */
export const mostPages = 5;

/** Reads the newest attempts, back to a time as far as that is not too many. */
export async function readHistory(read: ReadAttempts, sinceMs: number): Promise<AttemptHistory> {
  return readWhile(read, ({ attempts }) => {
    const oldest = attempts.at(-1);
    return oldest === undefined || Date.parse(oldest.grantedAt) >= sinceMs;
  });
}

/**
 * Reads what is new, and anew what had not ended. What was read before stays, unless there is too much between.
 *
 * @param lookUp what is known, which may go further back by the time that has been read
 */
export async function readNewer(read: ReadAttempts, lookUp: () => AttemptHistory): Promise<AttemptHistory> {
  const before = lookUp();
  const open = before.attempts.findLast(({ outcome }) => outcome === null);
  const from = open ?? before.attempts[0];
  const newer = await readWhile(
    read,
    ({ nextBefore }) => from === undefined || (nextBefore ?? 0) > from.attemptId,
  );
  const { nextBefore } = newer;
  const known = lookUp();
  const newest = known.attempts[0];
  if (nextBefore === null || newest === undefined || nextBefore > newest.attemptId + 1) return newer;
  const older = known.attempts.filter(({ attemptId }) => attemptId < nextBefore);
  return { attempts: [...newer.attempts, ...older], nextBefore: known.nextBefore };
}

/** Puts the page behind it on. One that was read for another point changes nothing. */
export function withOlder(known: AttemptHistory, before: number, page: MachineAttemptList): AttemptHistory {
  if (known.nextBefore !== before) return known;
  return { attempts: [...known.attempts, ...page.attempts], nextBefore: page.nextBefore };
}

async function readWhile(
  read: ReadAttempts,
  goesOn: (soFar: AttemptHistory) => boolean,
): Promise<AttemptHistory> {
  let history: AttemptHistory = { attempts: [], nextBefore: null };
  for (let page = 0; page < mostPages; page += 1) {
    const { attempts, nextBefore } = await read(history.nextBefore ?? undefined);
    history = { attempts: [...history.attempts, ...attempts], nextBefore };
    if (nextBefore === null || !goesOn(history)) break;
  }
  return history;
}

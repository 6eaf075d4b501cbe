/**
 * What is kept, and may go by itself: a task with all that it has, the results of a task with its logs while the task
 * stays to be looked up, its logs alone, a project of many files.
 */
export type KeptKind = 'task' | 'results' | 'logs' | 'project';

/** In this order: what goes takes what is a part of it along. */
export const keptKinds: readonly KeptKind[] = ['task', 'results', 'logs', 'project'];

/** What something of the same id is a part of. */
const partOf: Readonly<Record<KeptKind, readonly KeptKind[]>> = {
  task: [],
  results: ['task'],
  logs: ['task', 'results'],
  project: [],
};

/** How long, and how much, is kept; null is without limit. */
export interface KeepLimit {
  /** Since it was used last. */
  readonly days: number | null;
  readonly bytes: number | null;
}

export type KeepLimits = Readonly<Record<KeptKind, KeepLimit>>;

export interface Kept {
  readonly kind: KeptKind;
  /** The task's or the project's. */
  readonly id: number;
  readonly userId: number;
  readonly bytes: number;
  /** ms since 1970: when the task ended, or the project was used. */
  readonly lastUsedAtMs: number;
  /** Something that has not ended needs it: whatever the limits, it stays. */
  readonly isNeeded: boolean;
}

/** Why something goes. */
export type RemovalReason = 'too-old' | 'user-limit' | 'farm-limit';

export interface Removal {
  readonly kept: Kept;
  readonly reason: RemovalReason;
}

export interface RetentionPlan {
  /** What goes now; of each kind the oldest first. */
  readonly removals: readonly Removal[];
  /** What stays, the first to go first. */
  readonly staying: readonly Staying[];
}

export interface Staying {
  readonly kept: Kept;
  /**
   * ms since 1970: when it will be too old, if it is not used before; null when it has no such time, or when what it is
   * a part of goes no later.
   */
  readonly goesAtMs: number | null;
}

export interface RetentionInput {
  readonly kept: readonly Kept[];
  /** Days for everything on the farm; bytes for all of it together. */
  readonly farm: KeepLimits;
  /** A user's, by the subscription; bytes for all that the user has. Where both have days the fewer count. */
  readonly ofUser: (userId: number) => KeepLimits;
  readonly nowMs: number;
}

const dayMs = 86_400_000;

/**
 * Decides what goes: what is too old, then the oldest of users that have too much, then the oldest of the farm. What is
 * a part of something that goes is in neither list, and takes no room any more.
 */
export function planRetention(input: RetentionInput): RetentionPlan {
  const removals: Removal[] = [];
  const staying: Staying[] = [];
  const goes = new Set<string>();
  const goesAtOf = new Map<string, number>();
  for (const kind of keptKinds) {
    const wholes = ({ id }: Kept): string[] => partOf[kind].map((whole) => `${whole} ${id}`);
    const ofKind = input.kept
      .filter((kept) => kept.kind === kind && !wholes(kept).some((whole) => goes.has(whole)))
      .sort(byAge);
    const reasons = reasonsOf(ofKind, kind, input);
    for (const kept of ofKind) {
      const key = `${kind} ${kept.id}`;
      const reason = reasons.get(kept);
      if (reason !== undefined) {
        removals.push({ kept, reason });
        goes.add(key);
        continue;
      }
      const goesAtMs = goesAt(kept, input);
      if (goesAtMs !== null) goesAtOf.set(key, goesAtMs);
      const goesBefore = wholes(kept).some(
        (whole) => (goesAtOf.get(whole) ?? Infinity) <= (goesAtMs ?? -Infinity),
      );
      staying.push({ kept, goesAtMs: goesBefore ? null : goesAtMs });
    }
  }
  return {
    removals,
    staying: staying.sort((a, b) => (a.goesAtMs ?? Infinity) - (b.goesAtMs ?? Infinity) || 0),
  };
}

function reasonsOf(ofKind: readonly Kept[], kind: KeptKind, input: RetentionInput): Map<Kept, RemovalReason> {
  const reasons = new Map<Kept, RemovalReason>();
  for (const kept of ofKind) {
    const goesAtMs = goesAt(kept, input);
    if (goesAtMs !== null && goesAtMs <= input.nowMs) reasons.set(kept, 'too-old');
  }
  const byUser = Map.groupBy(ofKind, ({ userId }) => userId);
  for (const [userId, theirs] of byUser) {
    shrink(theirs, input.ofUser(userId)[kind].bytes, 'user-limit', reasons);
  }
  shrink(ofKind, input.farm[kind].bytes, 'farm-limit', reasons);
  return reasons;
}

/** Gives the oldest that may go the reason, until what is left is no more than `bytes`. */
function shrink(
  oldestFirst: readonly Kept[],
  bytes: number | null,
  reason: RemovalReason,
  reasons: Map<Kept, RemovalReason>,
): void {
  if (bytes === null) return;
  let left = oldestFirst.reduce((sum, kept) => (reasons.has(kept) ? sum : sum + kept.bytes), 0);
  for (const kept of oldestFirst) {
    if (left <= bytes) return;
    if (kept.isNeeded || kept.bytes === 0 || reasons.has(kept)) continue;
    reasons.set(kept, reason);
    left -= kept.bytes;
  }
}

function goesAt(kept: Kept, { farm, ofUser }: RetentionInput): number | null {
  if (kept.isNeeded) return null;
  const days = Math.min(farm[kept.kind].days ?? Infinity, ofUser(kept.userId)[kept.kind].days ?? Infinity);
  return days === Infinity ? null : kept.lastUsedAtMs + days * dayMs;
}

function byAge(a: Kept, b: Kept): number {
  return a.lastUsedAtMs - b.lastUsedAtMs || a.id - b.id;
}

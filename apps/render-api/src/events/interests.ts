/** Whose tasks somebody follows: a user's by id, or everybody's. */
export type Scope = number | 'all';

/**
 * Events are only made of tasks that somebody follows, or has until a moment ago: what nobody reads costs nothing.
 * So the log is complete for a user only since the interest in that user began.
 */
export interface Interests {
  /** A listener is there. @returns how to end it, once */
  begin(scope: Scope): () => void;
  /** Somebody was told where the log is, and may come to listen. */
  expect(scope: Scope): void;
  /** Whether anybody wants to know of this user's tasks. */
  isWanted(userId: number): boolean;
  /** Whether anybody wants to know of anything. */
  isAnyWanted(): boolean;
  /** Since which number all events of the scope are in the log; undefined when nobody is interested. */
  completeSince(scope: Scope): number | undefined;
  /** Forgets those that nobody came for. */
  sweep(): void;
}

export interface InterestsOptions {
  readonly head: () => number;
  readonly monotonicMs: () => number;
  /** For so long a listener that left, or is expected, may take to come. */
  readonly graceMs: number;
}

interface Interest {
  readonly since: number;
  listeners: number;
  untilMs: number;
}

export function createInterests({ head, monotonicMs, graceMs }: InterestsOptions): Interests {
  const interests = new Map<Scope, Interest>();

  function of(scope: Scope): Interest {
    const known = interests.get(scope);
    if (known !== undefined) {
      known.untilMs = monotonicMs() + graceMs;
      return known;
    }
    const fresh = { since: head(), listeners: 0, untilMs: monotonicMs() + graceMs };
    interests.set(scope, fresh);
    return fresh;
  }

  return {
    begin(scope) {
      const interest = of(scope);
      interest.listeners += 1;
      return () => {
        interest.listeners -= 1;
        interest.untilMs = monotonicMs() + graceMs;
      };
    },
    expect: (scope) => void of(scope),
    isWanted: (userId) => interests.has(userId) || interests.has('all'),
    isAnyWanted: () => interests.size > 0,
    completeSince(scope) {
      const own = interests.get(scope)?.since;
      const all = interests.get('all')?.since;
      return own === undefined || all === undefined ? (own ?? all) : Math.min(own, all);
    },
    sweep() {
      const nowMs = monotonicMs();
      for (const [scope, { listeners, untilMs }] of interests) {
        if (listeners === 0 && untilMs < nowMs) interests.delete(scope);
      }
    },
  };
}

import { formatDuration } from '../terminal/measures.ts';

/** Since when RenderAPI is away. */
export interface Absence {
  readonly begin: () => void;
  readonly end: () => void;
  /** For how long; null while it is there. */
  readonly awayMs: () => number | null;
  /** Until when it is known how things are: now, or when RenderAPI went away. */
  readonly lastKnownTime: () => number;
}

/** RenderAPI is there at first. */
export function createAbsence(wallClock: () => number): Absence {
  let since: number | null = null;
  return {
    begin() {
      since ??= wallClock();
    },
    end() {
      since = null;
    },
    awayMs: () => (since === null ? null : Math.max(0, wallClock() - since)),
    lastKnownTime: () => since ?? wallClock(),
  };
}

/** `RenderAPI is away, trying again (12s)`. */
export function awayText(awayMs: number): string {
  return `RenderAPI is away, trying again (${formatDuration(awayMs)})`;
}

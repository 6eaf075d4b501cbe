/** How far a task is, for people. null wherever nothing is known yet. */
export interface TaskProgress {
  readonly framesDone: number;
  readonly framesTotal: number;
  readonly currentFrame: number | null;
  /** How much of the current frame is rendered, from 0 to 1. */
  readonly frameFraction: number | null;
  readonly framesPerSecond: number | null;
  /** How long until the last frame is done, should it go on like this. */
  readonly etaMs: number | null;
}

/** What is known of a task whose progress is asked for. */
export interface ProgressFacts {
  readonly framesDone: number;
  readonly framesTotal: number;
  readonly currentFrame?: number | null;
  /** From 0 to 1; anything else is brought there. */
  readonly frameFraction?: number | null;
  /** When the attempt that is running began; null when none is. */
  readonly startedAtMs?: number | null;
  /** How many of `framesDone` that attempt did itself. */
  readonly framesDoneSinceStart?: number;
  /** When its latest frames were finished, ascending; a few dozen are plenty. */
  readonly frameEndsMs?: readonly number[];
  readonly nowMs: number;
}

/**
 * Estimates rate and remaining time. The rate is that of the latest finished frames, or, before there
 * are two of them, of the whole attempt with its running frame's share, start-up included. Without a
 * running attempt there is neither.
 */
export function estimateProgress(facts: ProgressFacts): TaskProgress {
  const { framesDone, framesTotal, currentFrame = null, startedAtMs = null } = facts;
  const frameFraction = clampFraction(facts.frameFraction);
  const isRunning = startedAtMs !== null && framesDone < framesTotal;
  const framesPerMs = isRunning ? rateOf(facts, startedAtMs, frameFraction ?? 0) : null;
  const framesLeft = framesTotal - framesDone;
  return {
    framesDone,
    framesTotal,
    currentFrame,
    frameFraction,
    framesPerSecond: framesPerMs === null ? null : framesPerMs * 1000,
    etaMs:
      framesPerMs === null
        ? null
        : Math.max(0, Math.round((framesLeft - (frameFraction ?? 0)) / framesPerMs)),
  };
}

function clampFraction(fraction: number | null | undefined): number | null {
  if (fraction === null || fraction === undefined || Number.isNaN(fraction)) return null;
  return Math.min(1, Math.max(0, fraction));
}

/** Frames a millisecond; null as long as nothing can be said. */
function rateOf(facts: ProgressFacts, startedAtMs: number, frameFraction: number): number | null {
  const ends = facts.frameEndsMs ?? [];
  const spanMs = (ends.at(-1) ?? 0) - (ends[0] ?? 0);
  if (ends.length >= 2 && spanMs > 0) return (ends.length - 1) / spanMs;
  const framesRendered = (facts.framesDoneSinceStart ?? ends.length) + frameFraction;
  const elapsedMs = facts.nowMs - startedAtMs;
  return framesRendered > 0 && elapsedMs > 0 ? framesRendered / elapsedMs : null;
}

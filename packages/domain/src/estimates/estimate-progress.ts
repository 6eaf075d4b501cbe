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

/** A rate below a frame in thirty years says nothing. */
const slowestFramesPerMs = 1e-12;

/**
 * Estimates rate and remaining time. The rate is that of the latest finished frames, or, before there
 * are two of them, of the whole attempt with its running frame's share, start-up included. Without a
 * running attempt there is neither.
 */
export function estimateProgress(facts: ProgressFacts): TaskProgress {
  const { framesDone, framesTotal, currentFrame = null } = facts;
  const frameFraction = clampFraction(facts.frameFraction);
  const framesPerMs = rateOf(facts, frameFraction);
  return {
    framesDone,
    framesTotal,
    currentFrame,
    frameFraction,
    framesPerSecond: framesPerMs === null ? null : framesPerMs * 1000,
    etaMs: framesPerMs === null ? null : remainingMs(facts, frameFraction, framesPerMs),
  };
}

function clampFraction(fraction: number | null | undefined): number | null {
  if (fraction === null || fraction === undefined || Number.isNaN(fraction)) return null;
  return Math.min(1, Math.max(0, fraction));
}

/** Frames a millisecond; null as long as nothing can be said. */
function rateOf(facts: ProgressFacts, frameFraction: number | null): number | null {
  const { framesDone, framesTotal, startedAtMs = null, frameEndsMs = [], nowMs } = facts;
  if (startedAtMs === null || framesDone >= framesTotal) return null;
  const firstEndMs = frameEndsMs[0] ?? 0;
  const lastEndMs = frameEndsMs.at(-1) ?? 0;
  const intervals = frameEndsMs.length - 1;
  if (intervals >= 1 && lastEndMs > firstEndMs) {
    const meanFrameMs = (lastEndMs - firstEndMs) / intervals;
    // A frame that already takes longer than the others shows in the rate before it ends.
    if (nowMs - lastEndMs <= meanFrameMs) return 1 / meanFrameMs;
    return Math.min(1 / meanFrameMs, (intervals + (frameFraction ?? 1)) / (nowMs - firstEndMs));
  }
  const framesRendered = (facts.framesDoneSinceStart ?? frameEndsMs.length) + (frameFraction ?? 0);
  const elapsedMs = nowMs - startedAtMs;
  return elapsedMs > 0 && framesRendered / elapsedMs >= slowestFramesPerMs
    ? framesRendered / elapsedMs
    : null;
}

function remainingMs(facts: ProgressFacts, frameFraction: number | null, framesPerMs: number): number {
  const lastEndMs = facts.frameEndsMs?.at(-1) ?? facts.nowMs;
  // An engine that says nothing within a frame: time tells, but never that the frame is done.
  const share = frameFraction ?? Math.min(0.95, (facts.nowMs - lastEndMs) * framesPerMs);
  return Math.max(0, Math.round((facts.framesTotal - facts.framesDone - share) / framesPerMs));
}

/** When the next picture of a film is due. Milliseconds of a clock that never goes back. */
export interface PlayClock {
  readonly dueMs: number;
}

/** A picture that has not come by then is passed over: a film does not stand still for one that cannot be had. */
export const patienceMs = 3000;
/** How fast a film runs at most, when it is told to be faster again and again. */
const fastest = 8;

export function startClock(nowMs: number, framesPerSecond: number): PlayClock {
  return { dueMs: nowMs + 1000 / framesPerSecond };
}

/**
 * Whether the next picture is shown now. A browser or a network that is late shows it late and leaves none out, for artists
 * look at each; what was lost is not made up for by running faster.
 *
 * @param isReady whether the next picture is here
 */
export function tick(
  clock: PlayClock,
  { nowMs, framesPerSecond, isReady }: { nowMs: number; framesPerSecond: number; isReady: boolean },
): { readonly clock: PlayClock; readonly isDue: boolean } {
  const lateMs = nowMs - clock.dueMs;
  if (lateMs < 0 || (!isReady && lateMs < patienceMs)) return { clock, isDue: false };
  const periodMs = 1000 / framesPerSecond;
  // Due again a period after it was due; where that has passed already, a period from now.
  return { clock: { dueMs: Math.max(clock.dueMs + periodMs, nowMs) }, isDue: true };
}

/**
 * J and L of editing programs: the first press plays, in that direction; each one more doubles the speed.
 *
 * @param speed 1 as it is meant to be seen, negative backwards, 0 at rest
 */
export function shuttled(speed: number, direction: 1 | -1): number {
  if (speed * direction <= 0) return direction;
  return Math.min(fastest, Math.abs(speed) * 2) * direction;
}

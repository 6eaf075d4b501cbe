/** RenderAPI is mostly away to be restarted or upgraded: for so long it is tried often. */
const oftenMs = 30_000;
const longestOftenMs = 1000;
const longestMs = 5000;

/** The delay before RenderAPI is tried the first time after it was there. */
export const firstRetryMs = 250;

/**
 * The delay before the next try.
 *
 * @param lastMs the delay before the last one
 * @param awayMs for how long nothing was heard
 */
export function nextRetryMs(lastMs: number, awayMs: number): number {
  return Math.min(lastMs * 2, awayMs < oftenMs ? longestOftenMs : longestMs);
}

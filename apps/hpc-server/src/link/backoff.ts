const shortestMs = 100;
/** The longest wait for a RenderAPI that is away. */
export const longestBackoffMs = 5000;

/**
 * How long to wait before the next try: twice as long after each failure, and each time somewhere in the upper
 * half of it, so that a farm's machines do not all come at once.
 *
 * @param failures in a row, from 1
 * @param random from 0 to below 1
 */
export function backoffMs(
  failures: number,
  random: () => number,
  longestMs: number = longestBackoffMs,
): number {
  const ceiling = Math.min(longestMs, shortestMs * 2 ** Math.min(failures - 1, 20));
  return Math.round((ceiling / 2) * (1 + random()));
}

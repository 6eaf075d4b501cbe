/** How fast films are played, pictures a second. */
export const frameRates = [6, 12, 15, 24, 25, 30, 48, 60] as const;

/** The place of a frame among those that have pictures; where it has none, of the last one before it. */
export function indexOfFrame(playable: readonly number[], frame: number): number {
  let [low, high] = [0, playable.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((playable[middle] ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/**
 * The frame that is shown next; undefined at the end, unless the film goes round.
 *
 * @param playable frames that have pictures, ascending
 */
export function frameAfter(
  playable: readonly number[],
  frame: number,
  { by, isLooped }: { readonly by: number; readonly isLooped: boolean },
): number | undefined {
  const { length } = playable;
  if (length === 0) return undefined;
  const next = indexOfFrame(playable, frame) + by;
  if (next >= 0 && next < length) return playable[next];
  return isLooped ? playable[((next % length) + length) % length] : undefined;
}

/**
 * The pictures that will be wanted soon, nearest first: round the corner, too, for films are played again and again.
 *
 * @param direction -1 when it runs backwards
 */
export function framesAhead(
  playable: readonly number[],
  frame: number,
  { count, direction = 1 }: { readonly count: number; readonly direction?: 1 | -1 },
): number[] {
  const { length } = playable;
  const from = indexOfFrame(playable, frame);
  return Array.from({ length: Math.max(0, Math.min(count, length - 1)) }, (_, ahead) => {
    const index = from + (ahead + 1) * direction;
    return playable[((index % length) + length) % length] ?? frame;
  });
}

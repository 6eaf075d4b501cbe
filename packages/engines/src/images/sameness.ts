/** Whether all pixels of an image are the same, or nearly. */
export interface Sameness {
  /** Whole pixels, one after another. */
  push(pixels: Buffer): void;
  /** False as soon as one differs; then nothing more needs to be decoded for it. */
  readonly isSame: boolean;
  readonly pixels: number;
}

const patternBytes = 16 * 1024;

/**
 * How far samples of eight bits lie apart in an image of one colour: renderers add noise of a level or two before
 * they round to so few bits (Blender's dithering, which is on unless somebody turned it off).
 */
export const ditheredLevels = 2;

/**
 * @param levels how far the samples of a channel may lie apart; more than 0 only where every byte is a sample
 */
export function createSameness(bytesPerPixel: number, levels = 0): Sameness {
  let pattern: Buffer | undefined;
  const least: number[] = [];
  const most: number[] = [];
  let isSame = true;
  let count = 0;

  function isWithinLevels(piece: Buffer): boolean {
    for (let at = 0, channel = 0; at < piece.length; at++) {
      const sample = piece[at] ?? 0;
      const low = Math.min(sample, least[channel] ?? sample);
      const high = Math.max(sample, most[channel] ?? sample);
      if (high - low > levels) return false;
      least[channel] = low;
      most[channel] = high;
      channel = channel + 1 === bytesPerPixel ? 0 : channel + 1;
    }
    return true;
  }

  return {
    push(pixels) {
      if (!isSame || pixels.length === 0) return;
      count += pixels.length / bytesPerPixel;
      if (!pattern) {
        const repeats = Math.max(1, Math.floor(patternBytes / bytesPerPixel));
        const first = pixels.subarray(0, bytesPerPixel);
        pattern = Buffer.alloc(repeats * bytesPerPixel, first);
        if (levels > 0) isWithinLevels(first);
      }
      for (let at = 0; at < pixels.length && isSame; at += pattern.length) {
        const piece = pixels.subarray(at, at + pattern.length);
        isSame = piece.equals(pattern.subarray(0, piece.length)) || (levels > 0 && isWithinLevels(piece));
      }
    },
    get isSame() {
      return isSame;
    },
    get pixels() {
      return count;
    },
  };
}

/** Whether all pixels of an image are the same. */
export interface Sameness {
  /** Whole pixels, one after another. */
  push(pixels: Buffer): void;
  /** False as soon as one differs; then nothing more needs to be decoded for it. */
  readonly isSame: boolean;
  readonly pixels: number;
}

const patternBytes = 16 * 1024;

export function createSameness(bytesPerPixel: number): Sameness {
  let pattern: Buffer | undefined;
  let isSame = true;
  let count = 0;

  return {
    push(pixels) {
      if (!isSame || pixels.length === 0) return;
      count += pixels.length / bytesPerPixel;
      if (!pattern) {
        const repeats = Math.max(1, Math.floor(patternBytes / bytesPerPixel));
        pattern = Buffer.alloc(repeats * bytesPerPixel, pixels.subarray(0, bytesPerPixel));
      }
      for (let at = 0; at < pixels.length && isSame; at += pattern.length) {
        const piece = pixels.subarray(at, at + pattern.length);
        isSame = piece.equals(pattern.subarray(0, piece.length));
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

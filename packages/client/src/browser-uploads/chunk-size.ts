/** Long enough that requests cost little, short enough that progress is smooth and a break loses little. */
const wantedMs = 400;
const firstBytes = 512 * 1024;
const leastBytes = 128 * 1024;
/** A chunk is in memory while it is sent. */
const mostBytes = 16 * 1024 * 1024;

/** How many bytes a request brings, fitted to the connection: a page cannot see how far a request is. */
export interface ChunkSize {
  bytes(): number;
  /** A chunk of so many bytes took so long. */
  took(bytes: number, ms: number): void;
  /** A chunk did not arrive. */
  failed(): void;
}

export function createChunkSize(): ChunkSize {
  let size = firstBytes;
  const fit = (bytes: number): number => Math.round(Math.min(mostBytes, Math.max(leastBytes, bytes)));
  return {
    bytes: () => size,
    took(bytes, ms) {
      // The end of a file tells less of the connection than of the file.
      if (bytes < size) return;
      size = fit(Math.min(size * 2, (bytes * wantedMs) / Math.max(1, ms)));
    },
    failed() {
      size = fit(size / 2);
    },
  };
}

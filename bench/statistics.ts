/** The value below which the given share (0 to 1) of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `p50 6.1 ms, p99 14.0 ms (n = 300)`. */
export function describeMs(samples: readonly number[]): string {
  const at = (share: number) => `${percentile(samples, share).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)} (n = ${samples.length})`;
}

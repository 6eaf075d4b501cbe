const ticksPerMs = 10_000n;
/** 1970-01-01T00:00:00Z in ticks. */
const epochTicks = 621_355_968_000_000_000n;

/**
 * A time as .NET counts it, in ticks of 100 ns since 0001-01-01: 1.x names a task's folder so.
 *
 * @param dateMs milliseconds since 1970-01-01T00:00:00Z; fractions are dropped
 */
export function ticksOf(dateMs: number): bigint {
  return epochTicks + BigInt(Math.floor(dateMs)) * ticksPerMs;
}

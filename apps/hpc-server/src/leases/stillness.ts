/** What a look at a renderer sees. */
export interface Look {
  readonly atMs: number;
  readonly lastOutputMs: number;
  /** CPU time of its tree so far; undefined when the system does not tell. Asked for only when it matters. */
  readonly cpuMs: () => number | undefined;
}

/** Of the time, the part of a CPU that a renderer which only waits may use: timers, a window's event loop. */
const idleCpuPart = 0.005;
/** The clock that CPU time is counted by: a smaller difference may be none. */
const cpuTickMs = 10;

/**
 * Tells a renderer that hangs: neither output nor use of the CPU for a while.
 *
 * @param limitMs how long that may go on
 * @param startedMs from when on to count
 * @returns a function to call now and then, several times within the limit; true when it hangs
 */
export function createStillness(limitMs: number, startedMs: number): (look: Look) => boolean {
  let lastSignMs = startedMs;
  let quiet: { readonly sinceMs: number; readonly cpuMs: number } | undefined;

  return ({ atMs, lastOutputMs, cpuMs }) => {
    if (lastOutputMs > lastSignMs) {
      lastSignMs = lastOutputMs;
      quiet = undefined;
    }
    // The process table is not read for a renderer that speaks.
    if (atMs - lastSignMs < limitMs / 2) return false;
    const usedMs = cpuMs();
    if (usedMs === undefined) return false;
    if (quiet === undefined) {
      quiet = { sinceMs: atMs, cpuMs: usedMs };
      return false;
    }
    const allowedMs = Math.max(cpuTickMs, (atMs - quiet.sinceMs) * idleCpuPart);
    // Less than before: a process of it has ended, which is a sign of life too.
    if (usedMs < quiet.cpuMs || usedMs - quiet.cpuMs > allowedMs) {
      lastSignMs = atMs;
      quiet = { sinceMs: atMs, cpuMs: usedMs };
      return false;
    }
    return atMs - lastSignMs >= limitMs && atMs > quiet.sinceMs;
  };
}

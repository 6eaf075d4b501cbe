/** Time as the scheduler sees it; tests pass one that they move by hand. */
export interface Clock {
  /** Milliseconds since 1970, for what is written to the database. May jump when the system's clock is set. */
  nowMs(): number;
  /** Milliseconds since some moment of this process, for every wait and every "since". Never jumps. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`; the returned function forgets it. Never keeps the process alive. */
  setTimer(delayMs: number, callback: () => void): () => void;
}

/** setTimeout's longest wait; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The system's clocks. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), longestTimerMs));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

import type { Clock } from './clock.ts';

/**
 * The time by which the farm judges who is slow: milliseconds since 1970 that go on evenly. A clock that is set
 * does not move it, and time that this process slept through (a suspended computer, SIGSTOP) does not count:
 * machines were not silent then, we were deaf.
 */
export interface FarmClock {
  nowMs(): number;
  /** A time from the database, in farm time. */
  fromEpochMs(epochMs: number): number;
  /** A farm time, for the database and for people. */
  toEpochMs(farmMs: number): number;
  /** Must be looked at more often than `longestGapMs`, or time is taken for sleep: this does, until called. */
  keepAwake(): () => void;
}

/** Between two looks at the clock; what is longer was sleep. */
const longestGapMs = 5000;
const lookIntervalMs = 1000;

export function createFarmClock(clock: Clock): FarmClock {
  let farmMs = clock.nowMs();
  let lookedAtMs = clock.monotonicMs();

  function nowMs(): number {
    const elapsedMs = clock.monotonicMs() - lookedAtMs;
    lookedAtMs += elapsedMs;
    farmMs += Math.min(elapsedMs, longestGapMs);
    return farmMs;
  }

  return {
    nowMs,
    fromEpochMs: (epochMs) => epochMs - clock.nowMs() + nowMs(),
    toEpochMs: (time) => Math.round(time - nowMs() + clock.nowMs()),
    keepAwake() {
      let forget: () => void = () => undefined;
      const look = (): void => {
        nowMs();
        forget = clock.setTimer(lookIntervalMs, look);
      };
      look();
      return () => {
        forget();
      };
    },
  };
}

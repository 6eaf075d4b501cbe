import type { Sums } from '../sums.ts';

/** What is drawn over time: how it is called, read and coloured. */
export const measures = [
  { name: 'frames', value: (sums: Sums) => sums.framesDone, colour: '--state-running', unit: 'count' },
  {
    name: 'machineTime',
    value: (sums: Sums) => sums.machineMs,
    colour: '--state-succeeded',
    unit: 'duration',
  },
  { name: 'waiting', value: (sums: Sums) => sums.meanWaitingMs, colour: '--state-paused', unit: 'duration' },
  { name: 'failures', value: (sums: Sums) => sums.failedAttempts, colour: '--state-failed', unit: 'count' },
] as const;

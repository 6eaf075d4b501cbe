import { seededRandom } from '../random/seeded-random.ts';
import { madeUpTask } from '../made-up-task.ts';
import { Simulation } from '../simulation.ts';

export interface BreakingCase {
  readonly name: string;
  readonly healthy: number;
  /** Machines whose line breaks whenever they are sent a lease; they are back within a moment. */
  readonly breaking: number;
}

export const breakingCases: readonly BreakingCase[] = [
  { name: '8 machines, all well', healthy: 8, breaking: 0 },
  { name: '8 machines, and 2 that break', healthy: 8, breaking: 2 },
  { name: 'no machine but 2 that break', healthy: 0, breaking: 2 },
];

export interface BreakingResult {
  readonly hasSucceeded: boolean;
  readonly tookMs: number;
  /** Leases that were given out. */
  readonly leases: number;
}

const frames = 200;

/** One task of 200 frames of ten seconds, until it has ended; half an hour at most. */
export function runBreaking({ healthy, breaking }: BreakingCase, seed: number): BreakingResult {
  const random = seededRandom(seed);
  const simulation = new Simulation({
    random: random.next,
    line: { latencyMs: [0.2, 1], duplicated: 0 },
    commitMs: 1,
    silentAfterMs: 200,
    workMs: () => 10_000 * (0.75 + 0.5 * random.next()),
  });
  for (let machineId = 1; machineId <= healthy + breaking; machineId += 1) {
    const isBreaking = machineId > healthy;
    simulation.addMachine({ machineId, speed: 1, loadMs: 1000, failing: 0, isBreaking });
  }
  simulation.addTask(madeUpTask({ taskId: 1, userId: 1, queuedAtMs: 0, frames }));
  const record = () => simulation.records.get(1);
  while (record()?.endMs === undefined && simulation.queue.nowMs() < 30 * 60_000 && simulation.queue.step());
  return {
    hasSucceeded: record()?.event === 'succeed',
    tookMs: record()?.endMs ?? simulation.queue.nowMs(),
    leases: simulation.store.lastLeaseId,
  };
}

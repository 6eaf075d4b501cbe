import { seededRandom } from '../random/seeded-random.ts';
import { madeUpTask } from '../made-up-task.ts';
import { Simulation } from '../simulation.ts';

export interface FairnessResult {
  /** Jain's index over slot time ÷ weight while all users had frames waiting: 1 is perfectly fair. */
  readonly jainIndex: number;
  /** From the submission of the newcomer's task to its first frame's start. */
  readonly newcomerWaitMs: number;
  /** Mean and longest time from submission to the first frame's start, over all tasks. */
  readonly meanWaitMs: number;
  readonly longestWaitMs: number;
}

const weights = [1, 1, 2, 4];
const machineCount = 20;
const frameMs = 10_000;
const contendedMs = 600_000;

/** One user fills the farm; three more come with weights of their own; then a newcomer. */
export function runFairness(seed: number): FairnessResult {
  const random = seededRandom(seed);
  const simulation = new Simulation({
    random: random.next,
    line: { latencyMs: [0.2, 1], duplicated: 0 },
    commitMs: 1,
    silentAfterMs: 4000,
    workMs: () => frameMs * (0.5 + random.next()),
  });
  for (let machineId = 1; machineId <= machineCount; machineId++) {
    simulation.addMachine({ machineId, speed: 1, loadMs: 1000, failing: 0 });
  }
  let taskId = 0;
  const submit = (userId: number, userWeight: number, frames: number) => {
    const queuedAtMs = simulation.queue.nowMs();
    simulation.addTask(madeUpTask({ taskId: ++taskId, userId, userWeight, queuedAtMs, frames }));
    return taskId;
  };
  const runUntil = (ms: number) => {
    while (simulation.queue.nowMs() < ms && simulation.queue.step());
  };
  weights.forEach((weight, at) => {
    for (let count = 0; count < 5; count++) submit(at + 1, weight, 1000);
    runUntil(1000 * (at + 1));
  });
  runUntil(contendedMs);
  const shares = weights.map((weight, at) => (simulation.heldMs.get(at + 1) ?? 0) / weight);
  const newcomer = submit(99, 1, 5);
  const cameMs = simulation.queue.nowMs();
  runUntil(contendedMs + 120_000);
  const started = [...simulation.records.values()].filter(({ firstStartMs }) => firstStartMs !== undefined);
  const waits = started.map(({ task, firstStartMs }) => (firstStartMs ?? 0) - task.queuedAtMs);
  return {
    jainIndex: jainIndex(shares),
    newcomerWaitMs: (simulation.records.get(newcomer)?.firstStartMs ?? Number.POSITIVE_INFINITY) - cameMs,
    meanWaitMs: waits.reduce((sum, ms) => sum + ms, 0) / waits.length,
    longestWaitMs: Math.max(...waits),
  };
}

/** Jain, Chiu, Hawe: A Quantitative Measure of Fairness (1984). */
function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? Number.NaN : (sum * sum) / (shares.length * squares);
}

import { seededRandom } from '../random/seeded-random.ts';
import { madeUpTask } from '../made-up-task.ts';
import { Simulation } from '../simulation.ts';

export interface MakespanCase {
  readonly name: string;
  readonly frames: number;
  /** A frame's mean work on a machine of speed 1; every frame differs by up to a quarter either way. */
  readonly frameMs: number;
  readonly speeds: readonly number[];
  /** Opening the scene on a machine of speed 1; 0 renders in ranges, with a process a lease. */
  readonly loadMs: number;
}

const equal = Array.from({ length: 8 }, () => 1);
/** From a quarter to four times, in equal steps of the logarithm. */
const unequal = Array.from({ length: 8 }, (_, at) => 2 ** (-2 + (4 * at) / 7));

export const makespanCases: readonly MakespanCase[] = [
  { name: 'equal machines, 2 s frames, sessions', frames: 250, frameMs: 2000, speeds: equal, loadMs: 1000 },
  {
    name: 'speeds 0.25-4 ×, 2 s frames, sessions',
    frames: 250,
    frameMs: 2000,
    speeds: unequal,
    loadMs: 1000,
  },
  {
    name: 'equal machines, 60 s frames, sessions',
    frames: 250,
    frameMs: 60_000,
    speeds: equal,
    loadMs: 1000,
  },
  {
    name: 'speeds 0.25-4 ×, 60 s frames, sessions',
    frames: 250,
    frameMs: 60_000,
    speeds: unequal,
    loadMs: 1000,
  },
  { name: 'equal machines, 2 s frames, ranges', frames: 250, frameMs: 2000, speeds: equal, loadMs: 0 },
  { name: 'speeds 0.25-4 ×, 2 s frames, ranges', frames: 250, frameMs: 2000, speeds: unequal, loadMs: 0 },
  { name: 'speeds 0.25-4 ×, 60 s frames, ranges', frames: 250, frameMs: 60_000, speeds: unequal, loadMs: 0 },
];

export interface MakespanResult {
  /** Makespan ÷ (work ÷ sum of speeds): 1 is as good as it can be. */
  readonly ratio: number;
  readonly makespanMs: number;
  /** Rendered work ÷ needed work: what duplicates and cancellations cost. */
  readonly renderedRatio: number;
}

/** One task on idle machines. */
export function runMakespan(what: MakespanCase, seed: number): MakespanResult {
  const random = seededRandom(seed);
  const workOf = new Map<number, number>();
  const workMs = (_taskId: number, frame: number) => {
    const known = workOf.get(frame) ?? what.frameMs * (0.75 + 0.5 * random.next());
    workOf.set(frame, known);
    return known;
  };
  const simulation = new Simulation({
    random: random.next,
    line: { latencyMs: [0.2, 1], duplicated: 0 },
    commitMs: 1,
    silentAfterMs: 4000,
    workMs,
  });
  what.speeds.forEach((speed, at) => {
    simulation.addMachine({ machineId: at + 1, speed, loadMs: what.loadMs, failing: 0 });
  });
  const adapter = what.loadMs > 0 ? 'blender' : 'command';
  simulation.addTask(madeUpTask({ taskId: 1, userId: 1, queuedAtMs: 0, frames: what.frames, adapter }));
  while (simulation.records.get(1)?.endMs === undefined && simulation.queue.step());
  const makespanMs = simulation.records.get(1)?.endMs ?? Number.NaN;
  const total = [...workOf.values()].reduce((sum, ms) => sum + ms, 0);
  const idealMs = total / what.speeds.reduce((sum, speed) => sum + speed, 0);
  return { ratio: makespanMs / idealMs, makespanMs, renderedRatio: simulation.renderedMs / total };
}

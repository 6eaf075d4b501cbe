import { seededRandom } from '../random/seeded-random.ts';
import { createPeople } from './people.ts';
import { madeUpTask } from '../made-up-task.ts';
import { Simulation } from '../simulation.ts';
import { invariant } from '../store/invariant.ts';

export interface TormentSettings {
  readonly seed: number;
  readonly machines: number;
  readonly steps: number;
}

export interface TormentResult {
  readonly steps: number;
  readonly framesDone: number;
  readonly tasksSucceeded: number;
  readonly tasksFailed: number;
  readonly tasksCanceled: number;
  readonly simulatedHours: number;
}

const users = 7;

/**
 * Machines of all speeds, some of them bad, crash and are cut off; messages come late and twice; tasks of all kinds
 * come, people pause, cancel and drain, and RenderAPI is killed and started again, until `steps` events have
 * happened; then everything is left in peace until all work has ended.
 *
 * @throws BrokenInvariant at the first broken promise
 */
export function runTorment({ seed, machines, steps }: TormentSettings): TormentResult {
  const random = seededRandom(seed);
  const simulation = new Simulation({
    random: random.next,
    line: { latencyMs: [0.2, 40], duplicated: 0.05 },
    commitMs: 3,
    silentAfterMs: 4000,
    refused: 0.002,
    workMs: (taskId) => 200 + (taskId % 5) * 3000 * random.next(),
  });
  for (let machineId = 1; machineId <= machines; machineId++) {
    const speed = 0.25 * 16 ** random.next();
    const failing = random.next() < 0.05 ? 0.7 : 0.002;
    simulation.addMachine({ machineId, speed, loadMs: random.next() < 0.7 ? 2000 : 0, failing });
  }
  let tasks = 0;
  const comeTask = () => {
    tasks++;
    const { taskIds } = simulation.store;
    const other = random.next() < 0.2 ? taskIds[Math.floor(random.next() * taskIds.length)] : undefined;
    simulation.addTask(
      madeUpTask({
        taskId: tasks,
        userId: 1 + Math.floor(random.next() * users),
        userWeight: 1 + Math.floor(random.next() * 3),
        queuedAtMs: simulation.queue.nowMs(),
        frames: 1 + Math.floor(random.next() ** 3 * 400),
        priority: random.oneOf([10, 50, 50, 50, 90]),
        adapter: random.oneOf(['blender', 'command']),
        order: random.oneOf(['ascending', 'sparse']),
        maxMachines: random.oneOf([null, null, 3]),
        continuesOnFailure: random.next() < 0.3,
        takesFrames: random.next() < 0.9,
        awaited: other === undefined ? [] : [{ taskId: other, state: 'running' }],
      }),
    );
  };
  const tormentOne = () => {
    const machineId = random.between(1, machines);
    const forMs = random.between(10, 12_000);
    if (random.next() < 0.5) simulation.crash(machineId, forMs);
    else simulation.cutLine(machineId, forMs);
  };
  const isPeace = () => simulation.queue.stepsDone >= steps;
  const repeat = (everyMs: number, act: () => void) => {
    simulation.queue.after(everyMs * 2 * random.next(), () => {
      if (isPeace()) return;
      act();
      repeat(everyMs, act);
    });
  };
  const people = createPeople(simulation, random, machines);
  let isCalm = false;
  repeat(2_000_000 / machines, tormentOne);
  repeat(400, () => {
    if (simulation.store.framesLeft < machines * 20) comeTask();
  });
  repeat(400, () => {
    people.meddle();
  });
  while (simulation.queue.step()) {
    if (isCalm || !isPeace()) continue;
    isCalm = true;
    people.calm();
  }
  invariant(simulation.store.openTasks === 0, `${simulation.store.openTasks} tasks never ended`);
  invariant(simulation.store.liveLeases.length === 0, 'a lease outlived all tasks');
  invariant(simulation.store.framesLeft === 0, `${simulation.store.framesLeft} frames were lost`);
  const events = [...simulation.records.values()].map(({ event }) => event);
  return {
    steps: simulation.queue.stepsDone,
    framesDone: simulation.store.framesDone,
    tasksSucceeded: events.filter((event) => event === 'succeed').length,
    tasksCanceled: events.filter((event) => event === 'cancel').length,
    tasksFailed: events.filter((event) => event === 'fail').length,
    simulatedHours: simulation.queue.nowMs() / 3_600_000,
  };
}

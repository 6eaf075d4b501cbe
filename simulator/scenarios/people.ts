import type { SeededRandom } from '../random/seeded-random.ts';
import type { Simulation } from '../simulation.ts';

/** People who change their minds: about tasks, machines and RenderAPI itself. */
export interface People {
  /** One of them does something. */
  meddle(): void;
  /** Everything that they stopped goes on. */
  calm(): void;
}

/** How often each happens, against the others. */
const habits = [
  'pause',
  'pause',
  'resume',
  'resume',
  'priority',
  'priority',
  'limit',
  'requeue',
  'cancel',
  'drain',
  'drain',
  'undrain',
  'undrain',
  'restart',
] as const;

export function createPeople(simulation: Simulation, random: SeededRandom, machines: number): People {
  const drained = new Set<number>();

  function setAcceptsWork(machineId: number, acceptsWork: boolean): void {
    if (acceptsWork) drained.delete(machineId);
    else drained.add(machineId);
    simulation.setAcceptsWork(machineId, acceptsWork);
  }

  function changeTask(habit: (typeof habits)[number]): void {
    const { taskIds } = simulation.store;
    const taskId = taskIds[Math.floor(random.next() * taskIds.length)];
    if (taskId === undefined) return;
    if (habit === 'pause' || habit === 'resume')
      simulation.changeTask(taskId, { isPaused: habit === 'pause' });
    if (habit === 'priority') simulation.changeTask(taskId, { priority: random.oneOf([10, 50, 90]) });
    if (habit === 'limit') simulation.changeTask(taskId, { maxMachines: random.oneOf([null, 1, 5]) });
    if (habit === 'requeue') simulation.requeueFrames(taskId, () => random.next() < 0.1);
    if (habit === 'cancel') simulation.cancelTask(taskId);
  }

  return {
    meddle() {
      const habit = random.oneOf(habits);
      const [first] = drained;
      if (habit === 'restart') simulation.restart();
      else if (habit === 'drain') setAcceptsWork(random.between(1, machines), false);
      else if (habit === 'undrain') setAcceptsWork(first ?? 1, true);
      else changeTask(habit);
    },
    calm() {
      for (const machineId of [...drained]) setAcceptsWork(machineId, true);
      for (const taskId of simulation.store.taskIds) simulation.changeTask(taskId, { isPaused: false });
    },
  };
}

import { noRequirements, type FarmTask } from '@renderonline/domain';

/** A task of the simulator, with what does not matter filled in. */
export function madeUpTask(
  facts: Pick<FarmTask, 'taskId' | 'userId' | 'queuedAtMs'> & { readonly frames: number } & Partial<FarmTask>,
): FarmTask {
  const { frames, ...task } = facts;
  return {
    userWeight: 1,
    engineName: 'blender',
    adapter: 'blender',
    priority: 50,
    isPaused: false,
    notBeforeMs: 0,
    awaited: [],
    pending: [{ first: 1, last: frames }],
    framesDone: 0,
    framesFailed: 0,
    order: 'ascending',
    requirements: noRequirements,
    maxMachines: null,
    continuesOnFailure: false,
    takesFrames: true,
    transport: 'any',
    failures: [],
    machineLosses: [],
    ...task,
  };
}

import type { MachineEvent, MachineList, MachineStatus, TaskSnapshot } from '@renderonline/contract';

/** How a machine is, in one word for people. */
export const conditions = [
  'rendering',
  'ready',
  'resting',
  'quarantined',
  'refusing',
  'away',
  'unknown',
] as const;
export type Condition = (typeof conditions)[number];

export function conditionOf(
  machine: Pick<MachineStatus, 'state' | 'acceptsWork' | 'quarantineReason'>,
): Condition {
  if (machine.quarantineReason !== null) return 'quarantined';
  switch (machine.state) {
    case 'unreachable':
      return 'away';
    case 'refusing':
      return 'refusing';
    case 'busy':
      return 'rendering';
    case 'unknown':
      return 'unknown';
    case 'idle':
      return machine.acceptsWork ? 'ready' : 'resting';
  }
}

/** Why a machine takes nothing new, most serious first, in RenderAPI's words; null where it does. */
export function reasonOf(
  machine: Pick<MachineStatus, 'quarantineReason' | 'problem' | 'whyNot'>,
): string | null {
  return machine.quarantineReason ?? machine.problem ?? machine.whyNot;
}

/**
 * The list with what an event tells.
 *
 * @returns undefined when the machine is a new one: the list has to be read anew
 */
export function withEvent(list: MachineList, event: MachineEvent): MachineList | undefined {
  const { isRemoved, ...told } = event;
  const { machineId } = told;
  if (isRemoved) {
    return { ...list, machines: list.machines.filter((machine) => machine.machineId !== machineId) };
  }
  if (list.machines.every((machine) => machine.machineId !== machineId)) return undefined;
  return {
    ...list,
    machines: list.machines.map((machine) =>
      machine.machineId === machineId ? { ...machine, ...told } : machine,
    ),
  };
}

/** A frame that a machine renders now, of a task that the reader may see. */
export type FrameNow = MachineStatus['currentFrames'][number];

/**
 * What machines render now, by machine: of tasks that the page follows as their events tell, of others as the list
 * of machines told last.
 */
export function framesByMachine(
  machines: readonly MachineStatus[],
  tasks: ReadonlyMap<number, TaskSnapshot>,
): ReadonlyMap<number, readonly FrameNow[]> {
  const frames = new Map<number, FrameNow[]>();
  const add = (frame: FrameNow): void => {
    const before = frames.get(frame.machineId);
    if (before === undefined) frames.set(frame.machineId, [frame]);
    else before.push(frame);
  };
  for (const { currentFrames } of machines) {
    for (const frame of currentFrames) if (!tasks.has(frame.taskId)) add(frame);
  }
  for (const { taskId, progress } of tasks.values()) {
    for (const frame of progress.currentFrames) add({ ...frame, taskId });
  }
  return frames;
}

/** How much of a machine's memory is in use, 0 to 1; null where it does not tell. */
export function memoryFraction({
  fingerprint,
  load,
}: Pick<MachineStatus, 'fingerprint' | 'load'>): number | null {
  const free = load?.freeMemoryMb ?? null;
  if (fingerprint === null || free === null || fingerprint.memoryMb === 0) return null;
  return Math.min(1, Math.max(0, 1 - free / fingerprint.memoryMb));
}

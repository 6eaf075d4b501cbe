import { judgeAwaited } from '@renderonline/domain';
import type { HeldLease } from '../leases/held-lease.ts';
import type { TermContext } from '../term/term-context.ts';

/** How busy the farm is at one moment, and what waits for it. */
export interface FarmLoad {
  /** Of the leadership of the RenderAPI that says so. */
  readonly generation: number;
  /** Machines that are there, and how much they could render at a time. */
  readonly machines: number;
  readonly slots: number;
  /** For whom and with which engine, each pair once: those that have neither are left out. */
  readonly parts: readonly LoadPart[];
}

export interface LoadPart {
  readonly userId: number;
  readonly engineId: number;
  /** Slots of machines that are there on which something of it is rendered. */
  readonly busySlots: number;
  /** Frames that no machine has, of tasks that are not paused and wait for no other task. */
  readonly waitingFrames: number;
}

/** Adds the load up, of what is in memory. */
export function farmLoadOf(
  context: Pick<TermContext, 'generation' | 'board' | 'book' | 'farm' | 'tasks'>,
): FarmLoad {
  const { generation, board, book, farm, tasks } = context;
  const parts = new Map<string, { -readonly [Key in keyof LoadPart]: LoadPart[Key] }>();
  const partOf = ({ userId, engineId }: Pick<LoadPart, 'userId' | 'engineId'>) => {
    const key = `${userId} ${engineId}`;
    const part = parts.get(key) ?? { userId, engineId, busySlots: 0, waitingFrames: 0 };
    parts.set(key, part);
    return part;
  };
  const present = board.all().filter(({ state }) => state === 'reachable');
  for (const { machineId, slots } of present) {
    // A machine that was given fewer slots ends what it has.
    for (const { taskId } of book.onMachine(machineId).filter(isRunning).slice(0, slots)) {
      const task = tasks.get(taskId);
      if (task !== undefined) partOf(task).busySlots += 1;
    }
  }
  for (const taskId of tasks.ids()) {
    const [task, counts] = [tasks.get(taskId), farm.task(taskId)];
    if (task === undefined || counts === undefined || counts.pending === 0 || counts.isPaused) continue;
    if (judgeAwaited(task.awaited).kind === 'ready') partOf(task).waitingFrames += counts.pending;
  }
  const slots = present.reduce((sum, machine) => sum + machine.slots, 0);
  return { generation, machines: present.length, slots, parts: [...parts.values()] };
}

function isRunning({ phase }: HeldLease): boolean {
  return phase === 'running';
}

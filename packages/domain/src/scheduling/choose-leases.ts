import type { FrameRange } from '../frames/frame-range.ts';

/** A task with frames that no machine has. */
export interface WaitingTask {
  readonly taskId: number;
  /** Compared with the machines' engines without regard to case. */
  readonly engineName: string;
  /** Higher goes first. */
  readonly priority: number;
  readonly queuedAtMs: number;
  /** Sorted; a task without any is passed over. */
  readonly pending: readonly FrameRange[];
  /** Not to be tried before this time; 0 for at once. */
  readonly notBeforeMs: number;
  /** Machines on which it failed. */
  readonly avoidMachineIds: ReadonlySet<number>;
}

/** Room for one render on a machine. A machine with several is listed several times. */
export interface FreeSlot {
  readonly machineId: number;
  /** What the machine reports, in lower case. */
  readonly engineNames: ReadonlySet<string>;
}

/** A machine that is known and answers, whether it has a free slot or not. */
export type ReachableMachine = FreeSlot;

export interface LeaseDecision {
  readonly taskId: number;
  readonly machineId: number;
  readonly frames: FrameRange;
}

export interface SchedulingSituation {
  readonly waiting: readonly WaitingTask[];
  readonly slots: readonly FreeSlot[];
  /** Every machine that answers, the busy ones too. Without it only the free ones count as machines. */
  readonly reachable?: readonly ReachableMachine[];
  readonly nowMs: number;
}

/**
 * Gives free slots to waiting tasks: by priority, then age, then id. A task gets one machine and its
 * first pending range. A machine on which the task failed is used only when no other that answers has
 * the engine: rather than fail there again, the task waits until one of the others is free.
 */
export function chooseLeases({
  waiting,
  slots,
  reachable = slots,
  nowMs,
}: SchedulingSituation): LeaseDecision[] {
  const free = [...slots];
  const decisions: LeaseDecision[] = [];
  // Engines without a free slot left: a long queue of them is passed over without looking again.
  const exhausted = new Set<string>();
  for (const task of [...waiting].sort(byUrgency)) {
    if (free.length === 0) break;
    const frames = task.pending[0];
    if (frames === undefined || task.notBeforeMs > nowMs) continue;
    const engineName = task.engineName.toLowerCase();
    if (exhausted.has(engineName)) continue;
    const choice = chooseSlot(task, engineName, free, reachable);
    if (choice === 'no-slot') exhausted.add(engineName);
    if (choice === 'no-slot' || choice === 'wait') continue;
    free.splice(free.indexOf(choice), 1);
    decisions.push({ taskId: task.taskId, machineId: choice.machineId, frames });
  }
  return decisions;
}

/** When the first task becomes due that is waiting for its time to come; undefined when none is. */
export function nextWakeMs(waiting: readonly WaitingTask[], nowMs: number): number | undefined {
  let wakeMs: number | undefined;
  for (const { notBeforeMs, pending } of waiting) {
    if (pending.length === 0 || notBeforeMs <= nowMs) continue;
    if (wakeMs === undefined || notBeforeMs < wakeMs) wakeMs = notBeforeMs;
  }
  return wakeMs;
}

function byUrgency(a: WaitingTask, b: WaitingTask): number {
  return b.priority - a.priority || a.queuedAtMs - b.queuedAtMs || a.taskId - b.taskId;
}

/** The slot that the task gets; 'wait' for a better one than is free; 'no-slot' has the engine. */
function chooseSlot(
  task: WaitingTask,
  engineName: string,
  free: readonly FreeSlot[],
  reachable: readonly ReachableMachine[],
): FreeSlot | 'wait' | 'no-slot' {
  const suits = (machine: FreeSlot) => machine.engineNames.has(engineName);
  const isGood = (machine: FreeSlot) => suits(machine) && !task.avoidMachineIds.has(machine.machineId);
  const good = free.find(isGood);
  if (good !== undefined) return good;
  const avoided = free.find(suits);
  if (avoided === undefined) return 'no-slot';
  return reachable.some(isGood) ? 'wait' : avoided;
}

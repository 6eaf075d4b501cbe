import type { FarmState } from './farm-state.ts';
import { usesSessions } from './live-leases.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { pendingFrames } from './task-readiness.ts';
import { timeUntilFree } from './time-left.ts';

/** Whether one more lease of the task would make the machine open its scene first. */
export function needsOpening(state: FarmState, task: TaskRecord, machine: MachineRecord): boolean {
  if (!usesSessions(machine, task)) return false;
  const sessions = machine.sessions.get(task.taskId) ?? 0;
  let held = 0;
  for (const lease of machine.leases) if (lease.task === task) held += 1;
  const hasIdleSlot = machine.leases.length < (machine.facts?.slots ?? 0);
  // A scene that the machine is opening already counts: only its first lease pays for it.
  const open = Math.max(sessions, hasIdleSlot ? 0 : Math.min(held, 1));
  return held >= open * (hasIdleSlot ? 1 : 1 + state.policy.prefetchPerSlot);
}

/** What opening the scene takes on the machine, if one more lease of the task would make it do so; else 0. */
export function openingTime(state: FarmState, task: TaskRecord, machine: MachineRecord): number {
  return needsOpening(state, task, machine) ? task.pace.loadMs / machine.speed : 0;
}

/** The others must be so much later for the machine's own queue not to matter. */
const clearly = 8;

/**
 * Whoever needs to open nothing goes on for longer than the estimate says: the last frames never spread over the
 * others as evenly as it assumes. Chosen among 1, 1.2, 1.4, 1.6 and 1.7 by what the simulator said of its makespan cases.
 */
const staying = 1.6;

/**
 * Whether the machine, new to the task or not, would have a frame of it done before the others that work on it have
 * done all of them. Otherwise waiting for them is better than opening the scene once more, and a fast machine
 * better than a slow one that would be the last to finish.
 */
export function isWorthStarting(
  state: FarmState,
  task: TaskRecord,
  machine: MachineRecord,
  nowMs: number,
): boolean {
  const { workers, pace } = task;
  const { medianMs } = pace;
  const own = workers.get(machine);
  const others = workers.size - (own === undefined ? 0 : 1);
  if (machine.facts?.transport !== 'link' || others === 0 || medianMs === undefined) return true;
  const opening = openingTime(state, task, machine);
  const othersSpeed = task.workerSpeed - (own?.speed ?? 0);
  const unstarted = pendingFrames(task) + Math.max(0, task.framesLeased - workers.size);
  // The last frame begins when the others are through with the rest, and takes what their frames take.
  const othersMs = ((unstarted + others) * medianMs) / othersSpeed;
  const othersDoneInMs = own !== undefined && opening === 0 ? othersMs * staying : othersMs;
  const hereMs = opening + medianMs / machine.speed;
  if (othersDoneInMs <= hereMs) return false;
  if (othersDoneInMs > clearly * hereMs || machine.leases.length < machine.facts.slots) return true;
  return othersDoneInMs > hereMs + (timeUntilFree(machine, nowMs) ?? 0);
}

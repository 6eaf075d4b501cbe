import type { FarmState } from './farm-state.ts';
import { usesSessions } from './live-leases.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { pendingFrames } from './task-readiness.ts';

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

/**
 * Whether the machine, new to the task or not, would have a frame of it done before those that work on it already
 * have done all of them. Otherwise waiting for them is better than opening the scene once more, and a fast machine
 * better than a slow one that would be the last to finish.
 */
export function isWorthStarting(state: FarmState, task: TaskRecord, machine: MachineRecord): boolean {
  const { workers, workerSpeed, pace } = task;
  const { medianMs } = pace;
  if (machine.facts?.transport !== 'link' || workers.size === 0 || medianMs === undefined) return true;
  const opening = openingTime(state, task, machine);
  if (opening === 0 && workers.has(machine)) return true;
  const unstarted = pendingFrames(task) + Math.max(0, task.framesLeased - workers.size);
  const lastStartsInMs = (unstarted * medianMs) / workerSpeed;
  const othersFrameMs = (medianMs * workers.size) / workerSpeed;
  return lastStartsInMs + othersFrameMs > opening + medianMs / machine.speed;
}

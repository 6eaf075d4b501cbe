import { usesSessions } from './live-leases.ts';
import type { FarmState } from './farm-state.ts';
import type { MachineRecord, TaskRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';
import { pendingFrames } from './task-readiness.ts';

/** How many frames of the task the machine should get in one lease; at least 1, Infinity for all in a row. */
export function leaseSize(state: FarmState, task: TaskRecord, machine: MachineRecord): number {
  if (!task.facts.takesFrames) return Infinity;
  if (usesSessions(machine, task)) return 1;
  const machines = Math.min(task.demandClass.usable, task.facts.maxMachines ?? Infinity);
  if (machine.facts?.transport === 'hpc') return machines <= 1 ? Infinity : guidedShare(task, machines);
  return Math.min(measuredSize(state, task, machine), guidedShare(task, machines));
}

/** So many frames as the machine renders in the target time; one on a machine that has not shown its speed. */
function measuredSize(state: FarmState, task: TaskRecord, machine: MachineRecord): number {
  const frameMs = frameTimeOn(task, machine);
  if (frameMs === undefined || !task.provenMachineIds.has(machine.machineId)) return 1;
  return Math.max(1, Math.floor(state.policy.targetRangeMs / Math.max(frameMs, 0.001)));
}

/** Half of an equal share of what is left: ranges shrink towards the end, so that machines finish together. */
function guidedShare(task: TaskRecord, machines: number): number {
  return Math.max(1, Math.floor(pendingFrames(task) / (2 * Math.max(1, machines))));
}

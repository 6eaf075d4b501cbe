import { countFrames } from '../frames/frame-range.ts';
import type { FarmState } from './farm-state.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';
import { openingTime } from './scene-affinity.ts';
import { frameTimeLeft } from './time-left.ts';

/** A copy must be expected to be done this much sooner, as both times are estimates. */
const margin = 1.2;

/**
 * The lease whose last frame has the longest time left, if the machine would be done with that frame sooner;
 * undefined when no copy is worth it.
 */
export function duplicateFor(
  state: FarmState,
  task: TaskRecord,
  machine: MachineRecord,
  nowMs: number,
): LeaseRecord | undefined {
  const { maxCopiesPerFrame, maxDuplicatesPerMachine } = state.policy;
  const frameMs = frameTimeOn(task, machine);
  if (frameMs === undefined || machine.duplicates >= maxDuplicatesPerMachine) return undefined;
  let longest: { lease: LeaseRecord; leftMs: number } | undefined;
  for (const lease of task.leases) {
    if (lease.machine === machine || !canBeCopied(lease, machine, maxCopiesPerFrame)) continue;
    const leftMs = frameTimeLeft(lease, nowMs);
    if (leftMs === undefined || leftMs <= (longest?.leftMs ?? 0)) continue;
    longest = { lease, leftMs };
  }
  if (longest === undefined) return undefined;
  const copyMs = openingTime(state, task, machine) + frameMs;
  return longest.leftMs > copyMs * margin ? longest.lease : undefined;
}

/** Only a single frame that runs on a link machine; what does not take frames cannot be told apart. */
function canBeCopied(lease: LeaseRecord, machine: MachineRecord, maxCopies: number): boolean {
  const { view, remaining, copies, task } = lease;
  if (view.state !== 'running' || lease.machine.facts?.transport !== 'link') return false;
  if (countFrames(remaining) !== 1 || copies.length + 1 >= maxCopies) return false;
  const trouble = task.troubles.get(remaining[0]?.first ?? 0);
  return (
    trouble?.machineIds.has(machine.machineId) !== true && copies.every((copy) => copy.machine !== machine)
  );
}

import { countFrames } from '../frames/frame-range.ts';
import type { FarmState } from './farm-state.ts';
import type { LeaseRecord, MachineRecord, TaskRecord } from './records.ts';
import { frameTimeOn } from './pace.ts';
import { openingTime } from './scene-affinity.ts';
import { topItems } from './structures/top-items.ts';
import { frameTimeLeft } from './time-left.ts';

/** A copy must be expected to be done this much sooner, as both times are estimates. */
const margin = 1.2;

/** A lease that could be copied, and how long its frame still takes. */
export interface SlowLease {
  readonly item: LeaseRecord;
  readonly score: number;
}

/** The leases of the task with one frame that runs, those with the longest time left first. */
export function copyCandidates(
  { policy }: FarmState,
  task: TaskRecord,
  maxLeases: number,
  nowMs: number,
): SlowLease[] {
  if (policy.maxCopiesPerFrame <= 1) return [];
  return topItems(task.leases, maxLeases, (lease) =>
    canBeCopied(lease, policy.maxCopiesPerFrame) ? frameTimeLeft(lease, nowMs) : undefined,
  );
}

/** The first of the leases whose frame the machine would be done with sooner, which is taken from the list. */
export function copyFor(
  state: FarmState,
  task: TaskRecord,
  machine: MachineRecord,
  candidates: SlowLease[],
): LeaseRecord | undefined {
  const frameMs = frameTimeOn(task, machine);
  if (frameMs === undefined || machine.duplicates >= state.policy.maxDuplicatesPerMachine) return undefined;
  const copyMs = openingTime(state, task, machine) + frameMs;
  const index = candidates.findIndex(
    ({ item, score }) => score > copyMs * margin && mayCopyOn(item, machine),
  );
  return index < 0 ? undefined : candidates.splice(index, 1)[0]?.item;
}

/** Only a single frame that runs on a link machine; what does not take frames cannot be told apart. */
function canBeCopied(
  { view, remaining, copies, machine, currentFrame }: LeaseRecord,
  maxCopies: number,
): boolean {
  if (view.state !== 'running' || currentFrame === null || machine.facts?.transport !== 'link') return false;
  return countFrames(remaining) === 1 && copies.length + 1 < maxCopies;
}

/** Not where it runs already, and not where it failed. */
function mayCopyOn({ task, remaining, copies, machine }: LeaseRecord, on: MachineRecord): boolean {
  if (machine === on || copies.some((copy) => copy.machine === on)) return false;
  return task.troubles.get(remaining[0]?.first ?? 0)?.machineIds.has(on.machineId) !== true;
}

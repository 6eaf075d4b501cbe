import type { FrameRange } from '../frames/frame-range.ts';
import { chooseTask, retrySuits } from './choose-task.ts';
import type { FarmState } from './farm-state.ts';
import type { FarmDecision } from './farm-verdicts.ts';
import { leaseSize } from './lease-size.ts';
import { openLease } from './live-leases.ts';
import type { MachineProfile, MachineRecord, TaskRecord } from './records.ts';
import { hasFreshFrames } from './task-readiness.ts';
import type { Heap } from './structures/heap.ts';

/** So many machines that can render the same are asked in a row when the first ones are kept from what waits. */
const machinesTried = 32;

/** Fills free slots, then the places in which leases wait. Stops when `decisions` has `maxDecisions`. */
export function grantLeases(
  state: FarmState,
  decisions: FarmDecision[],
  nowMs: number,
  maxDecisions: number,
): void {
  const fill = (machine: MachineRecord) => fillPlace(state, machine, decisions, nowMs);
  for (const place of ['idle', 'busy'] as const) {
    for (const machine of state.machines.touched) {
      if (machine.pool === null || machine.pool !== machine.profile?.[place]) continue;
      while (machine.pool === machine.profile[place]) {
        if (decisions.length >= maxDecisions) return;
        if (fill(machine)) continue;
        state.machines.touched.delete(machine);
        break;
      }
    }
    if (state.queue.size === 0) continue;
    for (const profile of state.machines.profiles()) {
      fillPool(profile, profile[place], fill, () => decisions.length < maxDecisions);
      if (decisions.length >= maxDecisions) return;
    }
  }
}

function fillPool(
  { classes }: MachineProfile,
  pool: Heap<MachineRecord>,
  fill: (machine: MachineRecord) => boolean,
  mayGoOn: () => boolean,
): void {
  while (pool.size > 0 && mayGoOn()) {
    if (!classes.some(({ levels }) => levels.length > 0)) return;
    const first = pool.first();
    if (first !== undefined && fill(first)) continue;
    if (!fillAnother(pool, fill)) return;
  }
}

/** The first machine got nothing: one of the next may, which has a scene open or is not avoided. */
function fillAnother(pool: Heap<MachineRecord>, fill: (machine: MachineRecord) => boolean): boolean {
  const next: MachineRecord[] = [];
  pool.find((machine) => {
    next.push(machine);
    return false;
  }, machinesTried);
  return next.slice(1).some(fill);
}

/** Gives the machine one lease of what is best for it. @returns false when there is nothing */
function fillPlace(
  state: FarmState,
  machine: MachineRecord,
  decisions: FarmDecision[],
  nowMs: number,
): boolean {
  const task = chooseTask(state, machine, nowMs);
  if (task === undefined) return false;
  const frames = takeFrames(state, task, machine, nowMs);
  if (frames === undefined) return false;
  const lease = openLease(state, { task, machine, frames, original: null }, nowMs);
  decisions.push({ kind: 'grant', lease: lease.view });
  return true;
}

/** Frames of the task for the machine: those that wait for another attempt before fresh ones. */
export function takeFrames(
  state: FarmState,
  task: TaskRecord,
  machine: MachineRecord,
  nowMs: number,
): FrameRange | undefined {
  const size = leaseSize(state, task, machine);
  const again =
    task.retries.count === 0 ? undefined : task.retries.take(nowMs, size, retrySuits(state, task, machine));
  return again ?? (hasFreshFrames(task) ? task.fresh.take(size) : undefined);
}

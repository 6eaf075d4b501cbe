import type { FrameRange } from '../frames/frame-range.ts';
import type { FarmState } from './farm-state.ts';
import type { FrameTrouble, TaskRecord } from './records.ts';
import type { RetryEntry } from './retry-queue.ts';
import { RangeSet } from './structures/range-set.ts';
import { hasReadyFrames, refreshTask } from './task-readiness.ts';

/** The frames wait again; those that failed before, for as long and as far from those machines as they did. */
export function releaseFrames(
  state: FarmState,
  task: TaskRecord,
  frames: readonly FrameRange[],
  nowMs: number,
): void {
  const { fresh, again } = sortOut(task, frames);
  for (const range of fresh) task.fresh.giveBack(range);
  for (const entry of again) task.retries.add(entry);
  refreshTask(state, task, nowMs);
}

/** The frames wait together for another attempt, as nobody knows which of them failed. */
export function releaseTogether(
  state: FarmState,
  task: TaskRecord,
  frames: readonly FrameRange[],
  trouble: FrameTrouble,
  nowMs: number,
): void {
  const { dueMs } = trouble;
  for (const range of frames) task.retries.add({ frames: range, dueMs, failedOn: badFor(trouble) });
  refreshTask(state, task, nowMs);
}

/** Parts frames for their first attempt from those that have to wait or must go elsewhere. */
export function sortOut(
  task: TaskRecord,
  frames: readonly FrameRange[],
): { fresh: readonly FrameRange[]; again: RetryEntry[] } {
  const again: RetryEntry[] = [];
  if (task.troubles.size === 0 || frames.length === 0) return { fresh: frames, again };
  const fresh = new RangeSet(frames);
  for (const [frame, trouble] of task.troubles) {
    if (!fresh.has(frame)) continue;
    const { dueMs } = trouble;
    // Without frames the first one stands for all.
    const ranges = task.facts.takesFrames ? [{ first: frame, last: frame }] : fresh.ranges();
    for (const range of ranges) {
      fresh.remove(range);
      again.push({ frames: range, dueMs, failedOn: badFor(trouble) });
    }
  }
  return { fresh: fresh.ranges(), again };
}

/** Once is chance: a machine that a frame was lost with more often does not get it while others can. */
const lossesByChance = 1;

/** Machines that the frame keeps away from while there are others. */
function badFor({ machineIds, lostWith }: FrameTrouble): ReadonlySet<number> {
  if (lostWith.size === 0) return machineIds;
  const lostOften = [...lostWith].filter(([, losses]) => losses > lossesByChance);
  return lostOften.length === 0 ? machineIds : new Set([...machineIds, ...lostOften.map(([id]) => id)]);
}

/** Until when the task as a whole waits; null while some frame of it is ready. */
export function taskWaitsUntilMs(task: TaskRecord, nowMs: number): number | null {
  return hasReadyFrames(task, nowMs) ? null : (task.retries.nextDueMs() ?? null);
}

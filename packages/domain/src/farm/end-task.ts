import { rangesOf } from '../frames/frame-range.ts';
import { formatRanges } from '../frames/range-text.ts';
import { say } from '../phrases/say.ts';
import type { FarmLease } from './farm-lease.ts';
import type { FarmState } from './farm-state.ts';
import type { TaskEnd } from './farm-verdicts.ts';
import { closeLease } from './live-leases.ts';
import type { TaskRecord } from './records.ts';
import { removeTaskRecord } from './task-book.ts';
import { isFinished, refreshTask } from './task-readiness.ts';

/** The task is over at once, with all of its leases. */
export function endTask(
  state: FarmState,
  task: TaskRecord,
  taskEnds: TaskEnd,
  nowMs: number,
): { taskEnds: TaskEnd; otherLeases: readonly FarmLease[] } {
  task.hasEnded = true;
  const otherLeases = [...task.leases].map((lease) => {
    closeLease(state, lease, nowMs);
    return lease.view;
  });
  refreshTask(state, task, nowMs);
  forgetIfOver(state, task, nowMs);
  return { taskEnds, otherLeases };
}

/** Ends the task when every frame is done or given up. @returns how; null while it goes on */
export function endTaskIfFinished(state: FarmState, task: TaskRecord, nowMs: number): TaskEnd | null {
  if (!isFinished(task)) return null;
  task.hasEnded = true;
  refreshTask(state, task, nowMs);
  const taskEnds: TaskEnd =
    task.framesFailed === 0
      ? { event: 'succeed', reason: null }
      : { event: 'fail', reason: failedFramesText(task) };
  forgetIfOver(state, task, nowMs);
  return taskEnds;
}

/** An ended task is kept only as long as a machine may still have something to say about a lease of it. */
export function forgetIfOver(state: FarmState, task: TaskRecord, nowMs: number): void {
  if (task.hasEnded && task.leases.size === 0 && state.tasks.get(task.taskId) === task) {
    removeTaskRecord(state, task, nowMs);
  }
}

const longestFrameList = 200;

function failedFramesText({ framesFailed: count, failedFrames }: TaskRecord): string {
  if (failedFrames.size === 0) return say('frames-failed-unlisted', { count });
  const list = formatRanges(rangesOf(failedFrames));
  const frames =
    list.length > longestFrameList ? `${list.slice(0, list.lastIndexOf(',', longestFrameList))},…` : list;
  return say(failedFrames.size < count ? 'frames-failed+others' : 'frames-failed', { count, frames });
}

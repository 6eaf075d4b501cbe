import type { TaskSnapshot } from '@renderonline/contract';
import {
  addFrames,
  frameRangesByState,
  findTask,
  pauseTask,
  requeueFrames,
  resumeTask,
  setTaskPriority,
  type Database,
  type TaskDetails,
  type User,
} from '@renderonline/database';
import { countFrames, domainError, parseRanges, v1Refusals, type FrameRange } from '@renderonline/domain';
import type { FarmEvents } from '../events/farm-events.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { findOwnedTask } from './owned-task.ts';
import { snapshotOfTask, type SnapshotDependencies } from './task-snapshots.ts';
import type { TaskTurns } from './task-turns.ts';

export interface ChangeTaskDependencies extends SnapshotDependencies {
  readonly scheduler: SnapshotDependencies['scheduler'] & Pick<Scheduler, 'wake'>;
  readonly turns: TaskTurns;
  readonly farmEvents: Pick<FarmEvents, 'framesChanged'>;
  readonly maxFramesPerTask: number;
}

/**
 * Gives no more frames of a task to machines; those that are being rendered are finished.
 *
 * @throws DomainError 'task-not-found', 'state-transition-invalid'
 */
export function pause(dependencies: ChangeTaskDependencies, user: User, taskId: number) {
  return change(dependencies, user, taskId, ({ database }) => pauseTask(database.db, { taskId }));
}

/**
 * Goes on with a paused task.
 *
 * @throws DomainError 'task-not-found', 'state-transition-invalid'
 */
export function resume(dependencies: ChangeTaskDependencies, user: User, taskId: number) {
  return change(dependencies, user, taskId, ({ database }) => resumeTask(database.db, { taskId }));
}

/**
 * Puts a task before or behind others.
 *
 * @throws DomainError 'task-not-found', 'state-transition-invalid'
 */
export function setPriority(
  dependencies: ChangeTaskDependencies,
  user: User,
  { taskId, priority }: { readonly taskId: number; readonly priority: number },
) {
  return change(dependencies, user, taskId, ({ database }) =>
    setTaskPriority(database.db, { taskId, priority }),
  );
}

/**
 * Has frames rendered again: those named, or with `failed` all that failed.
 *
 * @returns how many frames wait again
 * @throws DomainError 'task-not-found', 'frame-range-invalid', 'frame-not-found', 'queue-limit-reached' for a task that
 *   had ended
 */
export async function requeue(
  dependencies: ChangeTaskDependencies,
  user: User,
  { taskId, frames }: { readonly taskId: number; readonly frames: string },
): Promise<{ requeued: number; task: TaskSnapshot }> {
  const wanted = frames.trim().toLowerCase() === 'failed' ? 'failed' : rangesOf(dependencies, frames);
  let requeued = 0;
  const task = await change(dependencies, user, taskId, async ({ database }) => {
    const asked = wanted === 'failed' ? (await frameRangesByState(database.db, { taskId })).failed : wanted;
    requeued = await requeueFrames(database, { taskId, frames: wanted });
    if (requeued > 0) tellAsked(dependencies, taskId, asked);
  });
  return { requeued, task };
}

/**
 * Adds frames to a task, also to one that has ended; frames that it has already stay as they are.
 *
 * @returns how many frames are new
 * @throws DomainError 'task-not-found', 'frame-range-invalid', 'queue-limit-reached' for a task that had ended
 */
export async function widen(
  dependencies: ChangeTaskDependencies,
  user: User,
  { taskId, frames }: { readonly taskId: number; readonly frames: string },
): Promise<{ added: number; task: TaskSnapshot }> {
  const wanted = rangesOf(dependencies, frames);
  let added = 0;
  const task = await change(dependencies, user, taskId, async ({ database }, details) => {
    refuseTooMany(dependencies, countFrames(wanted) + totalOf(details));
    added = await addFrames(database, { taskId, frames: wanted });
    if (added > 0) tellAsked(dependencies, taskId, wanted);
  });
  return { added, task };
}

async function change(
  dependencies: ChangeTaskDependencies,
  user: User,
  taskId: number,
  work: (dependencies: { readonly database: Database }, details: TaskDetails) => Promise<unknown>,
): Promise<TaskSnapshot> {
  const { database, scheduler, turns } = dependencies;
  return turns.take(taskId, async () => {
    const { details, idText } = await findOwnedTask(database, user, taskId);
    await work({ database }, details);
    scheduler.wake(taskId);
    const changed = await findTask(database.db, { taskId, userId: user.userId });
    if (changed === undefined) throw v1Refusals.taskNotFound(idText);
    return snapshotOfTask(dependencies, changed);
  });
}

function tellAsked(
  { farmEvents }: ChangeTaskDependencies,
  taskId: number,
  ranges: readonly FrameRange[],
): void {
  for (const frames of ranges) {
    const made = { outputs: [], attemptId: null, renderMs: null };
    farmEvents.framesChanged({ taskId, frames, state: 'pending', ...made });
  }
}

function rangesOf(dependencies: ChangeTaskDependencies, frames: string): FrameRange[] {
  const ranges = parseRanges(frames);
  if (ranges.length === 0) throw domainError('frame-range-invalid', 'No frame was named.');
  refuseTooMany(dependencies, countFrames(ranges));
  return ranges;
}

function refuseTooMany({ maxFramesPerTask }: ChangeTaskDependencies, frames: number): void {
  if (frames <= maxFramesPerTask) return;
  throw domainError(
    'frame-range-invalid',
    `${frames} frames are more than the ${maxFramesPerTask} that a task may have.`,
  );
}

function totalOf({ frames }: TaskDetails): number {
  return frames.pending + frames.leased + frames.done + frames.failed;
}

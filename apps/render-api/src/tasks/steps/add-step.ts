import type { StepAdded } from '@renderonline/contract';
import {
  enqueueTask,
  findTask,
  frameRangesByState,
  listOutputsOfTask,
  type Database,
  type TaskDetails,
  type User,
} from '@renderonline/database';
import {
  domainError,
  formatRanges,
  isTaskEnded,
  parseRanges,
  v1Refusals,
  type FrameRange,
} from '@renderonline/domain';
import type { RequestKey } from '../../idempotency/request-key.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { reserveSteps, rowOfStep } from '../enqueue/reserved-steps.ts';
import { settlePlaces, type SettleDependencies } from '../enqueue/settle-places.ts';
import { checkStep, type CheckDependencies } from '../enqueue/submission-check.ts';
import type { SubmissionRequest } from '../enqueue/submission-request.ts';
import { refuseExpired } from '../expired-results.ts';
import { findOwnedTask } from '../owned-task.ts';
import { snapshotOfTask, type SnapshotDependencies } from '../task-snapshots.ts';

export type AddStepDependencies = CheckDependencies &
  SettleDependencies &
  SnapshotDependencies & {
    readonly scheduler: SnapshotDependencies['scheduler'] & Pick<Scheduler, 'wake'>;
    readonly nowMs: () => number;
  };

/** What is to be done with the frames of a task. */
export interface StepToAdd {
  /** Its priority is that of the task unless it says another. */
  readonly request: Omit<SubmissionRequest, 'steps'>;
  /** Those that it takes, like 1-10,15, which are done. */
  readonly frames?: string | undefined;
  /** It takes those that are done, and does not wait for the others. */
  readonly now?: boolean | undefined;
}

/**
 * Adds a task that takes another one's frames: those that are named; else those that are done, when that one has ended
 * or `now` is wanted; otherwise all of them, when it has succeeded.
 *
 * @throws DomainError 'task-not-found', 'step-input-missing' when a frame that is named is not done, or none is that it
 *   could take, 'results-expired', 'frame-range-invalid', what refuses a submission's engine and arguments,
 *   'dependency-not-found', 'dependency-ended', 'too-many-steps', 'queue-limit-reached', 'idempotency-key-reused'
 */
export async function addStep(
  dependencies: AddStepDependencies,
  user: User,
  taskId: number,
  { request, frames, now }: StepToAdd,
  key?: RequestKey,
): Promise<{ taskId: number }> {
  const { database, scheduler } = dependencies;
  const { details } = await findOwnedTask(database, user, taskId);
  const waits = frames === undefined && now !== true && !isTaskEnded(details.task.state);
  const taken = waits ? null : await framesTaken(database, details, frames);
  const wishes = { priority: details.task.priority, ...request.wishes };
  const step = await checkStep(dependencies, { ...request, wishes });
  const place = { userId: user.userId, receivedAtMs: dependencies.nowMs(), fileName: nameOf(details) };
  const [reserved] = await reserveSteps([step], place);
  if (reserved === undefined) throw new Error('A step has a place.');
  const added = await settlePlaces(dependencies, [reserved.place], () =>
    enqueueTask(database, {
      userId: user.userId,
      queuedAtMs: reserved.place.queuedAtMs,
      ...rowOfStep(reserved),
      input: { taskId, frames: taken },
      key: key?.row(),
    }),
  );
  scheduler.wake(added.taskId);
  return { taskId: added.taskId };
}

/**
 * A step that was added, as it is now.
 *
 * @throws DomainError 'task-not-found' when it was deleted since
 */
export async function shownStep(
  dependencies: SnapshotDependencies,
  { userId }: User,
  taskId: number,
): Promise<StepAdded> {
  const added = await findTask(dependencies.database.db, { taskId, userId });
  if (added === undefined) throw v1Refusals.taskNotFound(taskId);
  return { taskId, task: await snapshotOfTask(dependencies, added) };
}

async function framesTaken(
  { db }: Database,
  details: TaskDetails,
  named: string | undefined,
): Promise<readonly FrameRange[]> {
  const { taskId } = details.task;
  const wanted = named === undefined ? undefined : parseRanges(named);
  const { done } = await frameRangesByState(db, { taskId });
  const outputs = await listOutputsOfTask(db, { taskId, limit: 1 });
  if (outputs.length === 0) refuseExpired(details);
  if (done.length === 0 || outputs.length === 0 || wanted?.length === 0) {
    throw domainError('step-input-missing', `Task ${taskId} has no frames yet that could be taken.`, {
      taskId,
    });
  }
  const missing = wanted?.find(
    ({ first, last }) => !done.some((range) => range.first <= first && last <= range.last),
  );
  if (missing === undefined) return wanted ?? done;
  const frames = formatRanges([missing]);
  throw domainError('step-input-missing', `Not all of the frames ${frames} of task ${taskId} are done.`, {
    ...{ taskId, frames },
  });
}

/** What people see as the file of the step's task. */
function nameOf({ render, task }: TaskDetails): string {
  return render.fileName === '' ? `task ${task.taskId}` : render.fileName;
}

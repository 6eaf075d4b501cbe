import type { Identifier } from '@renderonline/contract';
import { deleteTask, type Database, type User } from '@renderonline/database';
import { v1Refusals } from '@renderonline/domain';
import { removeTaskDirectory } from '@renderonline/storage';
import type { FarmEvents } from '../events/farm-events.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { findOwnedTask } from './owned-task.ts';
import type { TaskTurns } from './task-turns.ts';

export interface EndTaskDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'cancelTask'>;
  readonly turns: TaskTurns;
  readonly nowMs: () => number;
  readonly farmEvents: Pick<FarmEvents, 'deleted'>;
}

/**
 * Takes a task out of the queue and ends its render. Of several callers at once one succeeds.
 *
 * @throws DomainError 'task-not-found', 'task-not-queued'.
 */
export async function dequeueTask(
  { database, scheduler, turns }: EndTaskDependencies,
  user: User,
  identifier: Identifier,
): Promise<void> {
  const { idText, details } = await findOwnedTask(database, user, identifier);
  await turns.take(details.task.taskId, async () => {
    const { wasQueued } = await scheduler.cancelTask(details.task.taskId);
    if (!wasQueued) throw v1Refusals.taskNotQueued(idText);
  });
}

/**
 * Ends a task's render, removes its folder and then its rows, so that a failure halfway can be repeated. Of
 * several callers at once one succeeds; for the others the task is not there any more.
 *
 * @throws DomainError 'task-not-found'.
 */
export async function removeTask(
  { database, scheduler, turns, nowMs, farmEvents }: EndTaskDependencies,
  user: User,
  identifier: Identifier,
): Promise<void> {
  const { details } = await findOwnedTask(database, user, identifier);
  const { taskId } = details.task;
  await turns.take(taskId, async () => {
    // Again, now that it is our turn: who was before us may have removed it.
    const { details: current, idText } = await findOwnedTask(database, user, identifier);
    await scheduler.cancelTask(taskId);
    await removeTaskDirectory(current.render.filePath);
    if (!(await deleteTask(database, { taskId, nowMs: nowMs() }))) throw v1Refusals.taskNotFound(idText);
    farmEvents.deleted({ taskId, userId: user.userId });
  });
}

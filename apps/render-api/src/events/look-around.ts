import { listDeletedTasks, listQueueRevisions, type Database } from '@renderonline/database';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { TaskFeed } from './task-feed.ts';

export interface LookAroundDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'waitingReasonOf'>;
  readonly feed: Pick<TaskFeed, 'changed' | 'lookAgain' | 'deleted' | 'told'>;
  readonly nowMs: () => number;
}

/** Deletions are stamped by the clock of whoever deletes. */
const deletionMarginMs = 30_000;
const mostDeletions = 1000;

/**
 * Makes a function that finds what nobody told this RenderAPI: tasks that another one, or another program, changed
 * or deleted, and reasons to wait that became others. Cheap enough to be called every two seconds.
 */
export function createLookAround({ database, scheduler, feed, nowMs }: LookAroundDependencies) {
  let revisions: Map<number, string> | undefined;
  let deletionsSinceMs = nowMs();

  async function lookForDeletions(): Promise<void> {
    const beganMs = nowMs();
    const sinceMs = deletionsSinceMs - deletionMarginMs;
    for (const task of await listDeletedTasks(database.db, { sinceMs, limit: mostDeletions }))
      feed.deleted(task);
    deletionsSinceMs = beganMs;
  }

  /** Where another RenderAPI schedules, how far tasks are is seen in the database alone. */
  async function lookForChanges(): Promise<void> {
    const before = revisions;
    const now = new Map<number, string>();
    for (const { taskId, revision, state } of await listQueueRevisions(database.db)) {
      const text = `${revision} ${state}`;
      now.set(taskId, text);
      if (before !== undefined && before.get(taskId) !== text) feed.changed(taskId);
      else if (state === 'running') feed.lookAgain(taskId);
      before?.delete(taskId);
    }
    for (const taskId of before?.keys() ?? []) feed.changed(taskId);
    revisions = now;
  }

  function lookForReasons(): void {
    for (const { taskId, state, waitingReason } of feed.told()) {
      if (state !== 'queued') continue;
      if ((scheduler.waitingReasonOf(taskId) ?? null) !== waitingReason) feed.lookAgain(taskId);
    }
  }

  return async (): Promise<void> => {
    await lookForDeletions();
    if (scheduler.isLeader()) {
      revisions = undefined;
      lookForReasons();
    } else await lookForChanges();
  };
}

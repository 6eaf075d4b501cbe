import type { FramesEvent, TaskDeletedEvent, TaskEvent, TaskSnapshot } from '@renderonline/contract';
import { listTaskOwners, listTasks, type DeletedTask } from '@renderonline/database';
import { isTaskEnded } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../scheduling/clock.ts';
import type { FramesChanged } from '../scheduling/tasks/frames-changed.ts';
import { snapshotsOf, type SnapshotDependencies } from '../tasks/task-snapshots.ts';
import { createChangedFrames } from './changed-frames.ts';
import type { NewEvent } from './event-log.ts';
import type { Interests } from './interests.ts';

/** Makes events out of what is told of tasks. */
export interface TaskFeed {
  /** The task has changed: an event follows. */
  readonly changed: (taskId: number) => void;
  /** The task may have changed: an event follows when it looks different from what was told last. */
  lookAgain(taskId: number): void;
  readonly framesChanged: (change: FramesChanged) => void;
  /** The task is gone. Saying so twice is one event. */
  readonly deleted: (task: DeletedTask) => void;
  /** What was last told of unfinished tasks. */
  told(): Iterable<TaskSnapshot>;
  /** Forgets what was told of tasks that nobody wants to know of any more. */
  forgetUnwanted(): void;
  /** Whether everything that was told here has become events. */
  isUpToDate(): boolean;
  close(): void;
}

export interface TaskFeedDependencies extends SnapshotDependencies {
  readonly interests: Pick<Interests, 'isWanted' | 'isAnyWanted'>;
  readonly publish: (events: readonly NewEvent[]) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A task's events are at least so far apart, whatever happens to it. */
const minGapMs = 300;
/** What happens at once becomes one look into the database. */
const gatherMs = 20;
const retryMs = 1000;
const tasksAtOnce = 200;
const rememberedOwners = 100_000;
const rememberedDeletions = 10_000;

interface Told {
  readonly userId: number;
  readonly text: string;
  readonly snapshot: TaskSnapshot;
}

/**
 * Tasks that changed are looked up together, a few times a second each at most, and only those that somebody wants
 * to know of. A task that changes while it is looked up is looked up again: the last event shows the last state.
 */
export function createTaskFeed(dependencies: TaskFeedDependencies): TaskFeed {
  const { database, interests, publish, clock, log } = dependencies;
  /** To be looked up; true when there is an event whatever is found. */
  const changed = new Map<number, boolean>();
  const frames = createChangedFrames();
  /** When a task was last looked up; those long ago are forgotten. */
  const lookedUpMs = new Map<number, number>();
  const owners = new Map<number, number>();
  const told = new Map<number, Told>();
  const gone = new Set<number>();
  let isFlushing = false;
  let isClosed = false;
  let forgetTimer: (() => void) | undefined;

  function arm(delayMs: number): void {
    if (isFlushing || isClosed || forgetTimer !== undefined) return;
    forgetTimer = clock.setTimer(delayMs, () => {
      forgetTimer = undefined;
      void flush();
    });
  }

  function dueTasks(nowMs: number): number[] {
    const due: number[] = [];
    for (const taskId of changed.keys()) {
      if (nowMs - (lookedUpMs.get(taskId) ?? -Infinity) < minGapMs) continue;
      due.push(taskId);
      if (due.length === tasksAtOnce) break;
    }
    return due;
  }

  async function flush(): Promise<void> {
    isFlushing = true;
    const nowMs = clock.monotonicMs();
    const due = dueTasks(nowMs);
    // Before they are read: what changes from here on needs another look.
    const looks = new Map(due.map((taskId) => [taskId, changed.get(taskId) === true]));
    for (const taskId of due) {
      changed.delete(taskId);
      lookedUpMs.delete(taskId);
      lookedUpMs.set(taskId, nowMs);
    }
    let delayMs = due.length === tasksAtOnce ? 0 : gatherMs;
    try {
      await tell(looks);
    } catch (error) {
      for (const taskId of due) changed.set(taskId, true);
      log.warn({ err: error }, 'events of tasks could not be made; trying again');
      delayMs = retryMs;
    }
    for (const [taskId, atMs] of lookedUpMs) {
      if (nowMs - atMs < minGapMs) break;
      lookedUpMs.delete(taskId);
    }
    isFlushing = false;
    if (changed.size > 0) arm(delayMs);
  }

  async function tell(looks: ReadonlyMap<number, boolean>): Promise<void> {
    const taskIds = [...looks.keys()];
    await findOwners(taskIds.filter((taskId) => !owners.has(taskId)));
    const wanted = taskIds.filter((taskId) => {
      const owner = owners.get(taskId);
      return owner === undefined || interests.isWanted(owner);
    });
    const missing = new Set(wanted);
    for (const taskId of taskIds) {
      if (missing.has(taskId)) continue;
      frames.take(taskId);
      told.delete(taskId);
    }
    const found = await listTasks(database.db, { taskIds: wanted, limit: tasksAtOnce });
    const snapshots = await snapshotsOf(dependencies, found);
    if (isClosed) return;
    const events: NewEvent[] = [];
    found.forEach(({ task: { taskId, userId } }, at) => {
      const snapshot = snapshots[at];
      if (snapshot === undefined || gone.has(taskId)) return;
      for (const changes of frames.take(taskId)) {
        const data: FramesEvent = { userId, taskId, changes };
        events.push({ audience: userId, name: 'frames', data });
      }
      const text = JSON.stringify(snapshot);
      if (looks.get(taskId) === false && told.get(taskId)?.text === text) return;
      if (isTaskEnded(snapshot.state)) told.delete(taskId);
      else told.set(taskId, { userId, text, snapshot });
      const data: TaskEvent = { userId, task: snapshot };
      events.push({ audience: userId, name: 'task', data, subject: `task ${taskId}` });
    });
    for (const { task } of found) missing.delete(task.taskId);
    for (const taskId of missing) {
      frames.take(taskId);
      const userId = owners.get(taskId);
      if (userId !== undefined) events.push(...deletionOf({ taskId, userId }));
    }
    if (events.length > 0) publish(events);
  }

  async function findOwners(taskIds: readonly number[]): Promise<void> {
    if (taskIds.length === 0) return;
    for (const [taskId, userId] of await listTaskOwners(database.db, { taskIds })) owners.set(taskId, userId);
    forgetFirst(owners, rememberedOwners);
  }

  function deletionOf({ taskId, userId }: DeletedTask): NewEvent[] {
    if (gone.has(taskId)) return [];
    gone.add(taskId);
    forgetFirst(gone, rememberedDeletions);
    told.delete(taskId);
    owners.delete(taskId);
    const data: TaskDeletedEvent = { userId, taskId };
    return [{ audience: userId, name: 'task-deleted', data, subject: `task ${taskId}` }];
  }

  return {
    changed(taskId) {
      // With nobody there, not even the names of what changed are kept.
      if (!interests.isAnyWanted()) return;
      changed.set(taskId, true);
      arm(gatherMs);
    },
    lookAgain(taskId) {
      if (!interests.isAnyWanted() || changed.has(taskId)) return;
      changed.set(taskId, false);
      arm(gatherMs);
    },
    framesChanged(change) {
      if (!interests.isAnyWanted()) return;
      frames.add(change);
      changed.set(change.taskId, true);
      arm(gatherMs);
    },
    deleted(task) {
      if (!interests.isWanted(task.userId)) return;
      const events = deletionOf(task);
      if (events.length > 0) publish(events);
    },
    *told() {
      for (const { snapshot } of told.values()) yield snapshot;
    },
    forgetUnwanted() {
      for (const [taskId, { userId }] of told) if (!interests.isWanted(userId)) told.delete(taskId);
    },
    isUpToDate: () => !isFlushing && changed.size === 0,
    close() {
      isClosed = true;
      forgetTimer?.();
    },
  };
}

/** The oldest go when there are too many. */
function forgetFirst<Key>(
  kept: { readonly size: number; keys(): Iterable<Key>; delete(key: Key): boolean },
  most: number,
): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}

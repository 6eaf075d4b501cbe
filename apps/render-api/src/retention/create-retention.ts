import {
  abandonEndedTask,
  deleteUnusedProject,
  expireResults,
  findTask,
  forgetAbandonedFolder,
  forgetContent,
  forgetUnusedContent,
  keepTaskSizes,
  listAbandonedFolders,
  listUnmeasuredTasks,
  listUnusedContents,
  noteRemovedLogs,
  type Database,
  type UnmeasuredTask,
} from '@renderonline/database';
import type { Removal } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import {
  type ContentStore,
  measureTask,
  removeTaskDirectory,
  removeTaskLogs,
  removeTaskResults,
} from '@renderonline/storage';
import type { Clock } from '../scheduling/clock.ts';
import { coalesceWork } from '../scheduling/coalesced-work.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { TaskTurns } from '../tasks/task-turns.ts';
import { planOfFarm } from './plan-of-farm.ts';
import { removeOrphans } from './remove-orphans.ts';
import type { RetentionSettings } from './retention-settings.ts';

export interface RetentionDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'wake'>;
  readonly turns: TaskTurns;
  readonly contents: Pick<ContentStore, 'description' | 'list' | 'remove' | 'sizeOf'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: RetentionSettings;
}

/** Removes what the farm's and the subscriptions' limits do not keep. */
export interface Retention {
  /** Sweeps soon, and from then on at intervals. */
  start(): void;
  /** One sweep: so much is looked at and removed at most, the rest the next time. Nothing unless this one schedules. */
  sweep(): Promise<void>;
  /** Resolves when the sweep that runs has come to an end. */
  close(): Promise<void>;
}

/** What one sweep does at most. */
const atOnce = { measured: 500, folders: 500, removals: 200, contents: 500 };

/** The store is listed so often: at the first sweep, and daily. */
const orphansIntervalMs = 86_400_000;

/** RenderAPI has more urgent things to do when it starts. ms */
const firstSweepMs = 5000;

export function createRetention(dependencies: RetentionDependencies): Retention {
  const { database, scheduler, turns, contents, clock, log, settings } = dependencies;
  let isClosed = false;
  let nextOrphansMs = -Infinity;
  let forgetTimer = (): void => undefined;

  const mayGoOn = (): boolean => !isClosed && scheduler.isLeader();

  /** Folders of tasks that are deleted, also by a sweep that was killed. */
  async function removeFolders(): Promise<void> {
    for (const folder of await listAbandonedFolders(database.db, { limit: atOnce.folders })) {
      if (!mayGoOn()) return;
      try {
        await removeTaskDirectory(folder.filePath);
        await forgetAbandonedFolder(database.db, folder);
      } catch (error) {
        log.warn(
          { err: error, filePath: folder.filePath },
          'the folder of a removed task cannot be removed yet',
        );
      }
    }
  }

  /** Files of results that have expired go first, also those that a sweep which was killed left. */
  async function measureTasks(): Promise<void> {
    for (const task of await listUnmeasuredTasks(database.db, { limit: atOnce.measured })) {
      if (!mayGoOn()) return;
      const { taskId } = task;
      try {
        await (task.isExpired ? turns.take(taskId, () => measureExpired(task)) : measure(task));
      } catch (error) {
        log.warn({ err: error, taskId }, 'a task cannot be measured');
      }
    }
  }

  async function measure({ taskId, filePath }: UnmeasuredTask): Promise<void> {
    const nowMs = clock.nowMs();
    await keepTaskSizes(database, { taskId, ...(await measureTask({ filePath })), nowMs });
  }

  async function measureExpired(task: UnmeasuredTask): Promise<void> {
    const details = await findTask(database.db, task);
    // Asked for again since it was listed.
    if (details === undefined || details.isQueued) return;
    await removeTaskResults(task);
    await measure(task);
  }

  async function expire(taskId: number): Promise<boolean> {
    if (!(await expireResults(database, { taskId, nowMs: clock.nowMs() }))) return false;
    scheduler.wake(taskId);
    return true;
  }

  async function removeLogs(taskId: number): Promise<boolean> {
    const details = await findTask(database.db, { taskId });
    if (details === undefined || details.isQueued) return false;
    await removeTaskLogs(details.render);
    await noteRemovedLogs(database.db, { taskId });
    return true;
  }

  function remove({ kept: { kind, id } }: Removal): Promise<boolean> {
    switch (kind) {
      case 'task':
        return turns.take(id, () => abandonEndedTask(database, { taskId: id, nowMs: clock.nowMs() }));
      case 'results':
        return turns.take(id, () => expire(id));
      case 'logs':
        return turns.take(id, () => removeLogs(id));
      case 'project':
        return deleteUnusedProject(database, { projectId: id });
    }
  }

  async function removeWhatGoes(): Promise<void> {
    const { plan } = await planOfFarm(database, settings, clock.nowMs());
    for (const removal of plan.removals.slice(0, atOnce.removals)) {
      if (!mayGoOn()) return;
      const { kind, id, userId, bytes, lastUsedAtMs } = removal.kept;
      const facts = { kind, id, userId, bytes, reason: removal.reason, lastUsedAtMs };
      try {
        if (await remove(removal)) log.info(facts, 'removed what is not kept any longer');
      } catch (error) {
        log.warn({ ...facts, err: error }, 'what is not kept any longer cannot be removed yet');
      }
    }
  }

  async function removeContents(): Promise<void> {
    const unusedSinceMs = clock.nowMs() - settings.unusedContentsMs;
    let [count, bytes] = [0, 0];
    for (const { sha256, size } of await listUnusedContents(database.db, {
      unusedSinceMs,
      limit: atOnce.contents,
    })) {
      if (!mayGoOn()) break;
      if (!(await forgetUnusedContent(database, { sha256, unusedSinceMs }))) continue;
      await contents.remove(sha256);
      // Uploaded anew at this very moment, it is wanted once more.
      if ((await contents.sizeOf(sha256)) === undefined) await forgetContent(database, { sha256 });
      count += 1;
      bytes += size;
    }
    if (count > 0) log.info({ count, bytes }, 'removed contents that no project has');
  }

  async function removeUnknownContents(): Promise<void> {
    const nowMs = clock.nowMs();
    if (nowMs < nextOrphansMs) return;
    nextOrphansMs = nowMs + orphansIntervalMs;
    // An archive that is being unpacked stores many files before any of them is noted.
    const storedBeforeMs = nowMs - Math.max(settings.unusedContentsMs, orphansIntervalMs);
    await removeOrphans(dependencies, { storedBeforeMs, mayGoOn });
  }

  const sweeps = coalesceWork(
    async () => {
      if (!mayGoOn()) return;
      await measureTasks();
      await removeWhatGoes();
      await measureTasks();
      await removeFolders();
      await removeContents();
      await removeUnknownContents();
    },
    (error) => {
      log.error({ err: error }, 'a sweep of what is kept failed');
    },
  );

  function sweepAfter(delayMs: number): void {
    forgetTimer = clock.setTimer(delayMs, () => {
      sweeps.request();
      sweepAfter(settings.intervalMs);
    });
  }

  return {
    start: () => {
      sweepAfter(firstSweepMs);
    },
    async sweep() {
      sweeps.request();
      await sweeps.done();
    },
    async close() {
      isClosed = true;
      forgetTimer();
      await sweeps.idle();
    },
  };
}

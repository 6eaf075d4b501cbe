import { commitFarm, type Database, type FarmBatch } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../clock.ts';
import { isAboutTheRows } from './is-about-the-rows.ts';
import { nothingRefused } from './nothing-refused.ts';
import type { TakenChanges } from './farm-changes.ts';

export interface CommitWriter {
  /**
   * Writes changes and settles them; again and again while the database is away: what machines said must not be
   * lost, and nothing new is decided meanwhile. A batch whose answer was lost may be written twice; that changes
   * nothing.
   *
   * @returns false when it was given up: another RenderAPI leads by now, or `stop` was called
   */
  write(taken: TakenChanges): Promise<boolean>;
  /** Gives up waiting for a database that is away. */
  stop(): void;
}

export interface CommitWriterDependencies {
  readonly database: Database;
  readonly generation: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onLeadershipLost: () => void;
  /** Told of tasks that waited for one that ended with a commit. */
  readonly onWaitingTasks: (taskIds: readonly number[]) => void;
}

const firstRetryMs = 50;
const longestRetryMs = 2000;
/** So often rows are tried that the database refuses as such, before the others are written without them. */
const triesOfBrokenRows = 3;

export function createCommitWriter(dependencies: CommitWriterDependencies): CommitWriter {
  const { database, generation, clock, log, onLeadershipLost } = dependencies;
  let isStopped = false;
  let endWait: () => void = () => undefined;

  const isOver = (): boolean => isStopped;

  async function wait(ms: number): Promise<void> {
    if (isStopped) return;
    await new Promise<void>((resolve) => {
      const forget = clock.setTimer(ms, resolve);
      endWait = () => {
        forget();
        resolve();
      };
    });
  }

  function commit(batch: TakenChanges['batch']): ReturnType<typeof commitFarm> {
    const whole: FarmBatch = { ...batch, generation, nowMs: clock.nowMs() };
    return commitFarm(database, whole);
  }

  /** One task's rows must not keep all others from being written, for ever. */
  async function writeApart(taken: TakenChanges, error: unknown): Promise<boolean> {
    const parts = taken.split();
    const tasks = parts.filter(({ batch }) => batch !== undefined);
    if (tasks.length <= 1) {
      log.error({ err: error }, 'the database cannot take what happened to a task; the task is read anew');
      taken.refuse();
      return true;
    }
    log.warn({ tasks: tasks.length }, 'the database does not take the changes together; trying task by task');
    for (const part of parts) if (!(await write(part))) return false;
    return true;
  }

  async function write(taken: TakenChanges): Promise<boolean> {
    if (taken.batch === undefined) {
      taken.settle(nothingRefused);
      return true;
    }
    for (let tries = 1; !isOver(); tries += 1) {
      try {
        const result = await commit(taken.batch);
        // Whoever is stopped meanwhile must say nothing any more: its successor has read what is written.
        if (isOver()) return false;
        taken.settle(result);
        if (result.waitingTasks.length > 0) dependencies.onWaitingTasks(result.waitingTasks);
        if (tries > 1) log.info({ tries }, 'what happened meanwhile is written');
        return true;
      } catch (error) {
        if (isDomainError(error, 'leadership-lost')) {
          onLeadershipLost();
          return false;
        }
        if (tries >= triesOfBrokenRows && isAboutTheRows(error)) return writeApart(taken, error);
        const retryInMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(tries - 1, 10));
        log.warn({ err: error, retryInMs }, 'the database does not take what was decided; trying again');
        await wait(retryInMs);
      }
    }
    return false;
  }

  return {
    write,
    stop() {
      isStopped = true;
      endWait();
    },
  };
}

import { commitFarm, type Database, type FarmBatch, type FarmCommit } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../clock.ts';

export interface CommitWriter {
  /**
   * Writes a batch, again and again while the database is away: what machines said must not be lost, and
   * nothing new is decided meanwhile. A batch whose answer was lost may be written twice; that changes nothing.
   *
   * @returns undefined when it was given up: another RenderAPI leads by now, or `stop` was called
   */
  write(batch: FarmBatch): Promise<FarmCommit | undefined>;
  /** Gives up waiting for a database that is away. */
  stop(): void;
}

export interface CommitWriterDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onLeadershipLost: () => void;
}

const firstRetryMs = 50;
const longestRetryMs = 2000;

export function createCommitWriter({
  database,
  clock,
  log,
  onLeadershipLost,
}: CommitWriterDependencies): CommitWriter {
  let isStopped = false;
  let endWait: () => void = () => undefined;

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

  return {
    async write(batch) {
      for (let tries = 1; !isStopped; tries += 1) {
        try {
          const result = await commitFarm(database, batch);
          if (tries > 1) log.info({ tries }, 'what machines said meanwhile is written');
          return result;
        } catch (error) {
          if (isDomainError(error, 'leadership-lost')) {
            onLeadershipLost();
            return undefined;
          }
          const retryInMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(tries - 1, 10));
          log.warn({ err: error, retryInMs }, 'the database does not take what was decided; trying again');
          await wait(retryInMs);
        }
      }
      return undefined;
    },
    stop() {
      isStopped = true;
      endWait();
    },
  };
}

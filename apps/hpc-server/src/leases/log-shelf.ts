import { join } from 'node:path';
import { makeFolder, type Logger } from '@renderonline/runtime';
import { pruneAttemptFolders } from '../renders/attempt-folders.ts';
import type { Clock } from '../renders/render-context.ts';

/** Short leases end by the hundred a second; their logs are counted less often. */
const pruneEveryMs = 1000;

interface LogShelfInput {
  readonly dataDirectory: string;
  readonly keep: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The logs of renders in `attempts`, of which the oldest go. */
export interface LogShelf {
  /** Where a new log belongs: `attempts/20260102T030405678Z-task-12-lease-34.log`. */
  pathFor(what: string): string;
  /** One more has been closed. */
  added(): void;
}

export async function openLogShelf({ dataDirectory, keep, clock, log }: LogShelfInput): Promise<LogShelf> {
  const folder = join(dataDirectory, 'attempts');
  await makeFolder(folder);
  let isPlanned = false;

  async function prune(): Promise<void> {
    try {
      await pruneAttemptFolders(dataDirectory, keep);
    } catch (error) {
      log.warn({ err: error }, 'old logs cannot be removed');
    }
    isPlanned = false;
  }

  return {
    pathFor: (what) => join(folder, `${clock.now().toISOString().replaceAll(/[-:.]/g, '')}-${what}.log`),
    added() {
      if (isPlanned) return;
      isPlanned = true;
      setTimeout(() => void prune(), pruneEveryMs).unref();
    },
  };
}

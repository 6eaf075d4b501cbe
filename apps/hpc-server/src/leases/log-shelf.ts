import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, openKeptLog, type Logger } from '@renderonline/runtime';
import type { LogCourier } from '../logs/log-courier.ts';
import { createSpooledLog, type SpooledLog } from '../logs/spooled-log.ts';
import { pruneAttemptFolders } from '../renders/attempt-folders.ts';
import type { Clock } from '../renders/render-context.ts';

/** Short leases end by the hundred a second; their logs are counted less often. */
const pruneEveryMs = 1000;
/** Of an earlier run, logs that began before are not offered to RenderAPI any more. */
const leftoverMs = 24 * 3_600_000;
const logName = /^(\d{8}T\d{9}Z)-task-(\d+)-lease-(\d+)\.log$/;

interface LogShelfInput {
  readonly dataDirectory: string;
  readonly keep: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly courier: LogCourier;
  /** When the machine joined its farm: earlier logs are another one's. Milliseconds since 1970. */
  readonly memberSinceMs: number;
}

/** The logs of leases in `attempts`, of which the oldest go. RenderAPI gets a copy of each. */
export interface LogShelf {
  /** A new log: `attempts/20260102T030405678Z-task-12-lease-34.log`. */
  begin(lease: { readonly leaseId: number; readonly taskId: number }): SpooledLog;
}

/** Opens it, and has the courier ask what RenderAPI lacks of the logs of an earlier run. */
export async function openLogShelf(input: LogShelfInput): Promise<LogShelf> {
  const { dataDirectory, keep, maxBytes, clock, log, courier } = input;
  const folder = join(dataDirectory, 'attempts');
  await makeFolder(folder);
  let isPlanned = false;
  await offerLeftovers().catch((error: unknown) => {
    log.warn({ err: error }, 'logs of an earlier run cannot be read');
  });

  async function offerLeftovers(): Promise<void> {
    const sinceMs = Math.max(input.memberSinceMs, clock.now().getTime() - leftoverMs);
    const oldest = stampOf(new Date(sinceMs));
    for (const name of await readdir(folder)) {
      const [, stamp = '', taskId, leaseId] = logName.exec(name) ?? [];
      if (stamp < oldest) continue;
      const kept = await openKeptLog(join(folder, name), maxBytes);
      courier.offer({ leaseId: Number(leaseId), taskId: Number(taskId), kept });
    }
  }

  async function prune(): Promise<void> {
    try {
      await pruneAttemptFolders(dataDirectory, keep, (name) =>
        courier.carries(Number(logName.exec(name)?.[3])),
      );
    } catch (error) {
      log.warn({ err: error }, 'old logs cannot be removed');
    }
    isPlanned = false;
  }

  function added(): void {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => void prune(), pruneEveryMs).unref();
  }

  return {
    begin({ leaseId, taskId }) {
      return createSpooledLog({
        path: join(folder, `${stampOf(clock.now())}-task-${taskId}-lease-${leaseId}.log`),
        ...{ maxBytes, log },
        onChange(kept, isEnded) {
          courier.note({ leaseId, taskId, kept }, isEnded);
          if (isEnded) added();
        },
      });
    },
  };
}

/** A time as the names of logs have it, by which they sort. */
function stampOf(time: Date): string {
  return time.toISOString().replaceAll(/[-:.]/g, '');
}

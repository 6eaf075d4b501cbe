import { writeFarmHours, type Database } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../../scheduling/clock.ts';
import { coalesceWork } from '../../scheduling/coalesced-work.ts';
import type { FarmLoad } from '../../scheduling/machines/farm-load.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import { createHoursSeen } from './hours-seen.ts';

export interface FarmRecorderDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'load'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Writes down how busy the farm is and what waits, hour by hour, while this RenderAPI schedules. */
export interface FarmRecorder {
  start(): void;
  /** Writes what was seen until now. */
  close(): Promise<void>;
}

const lookEveryMs = 5000;
/** So much is lost when RenderAPI is killed, and a look. */
const writeEveryMs = 60_000;
/** Between two looks; what is longer was sleep, and nobody looked. */
const longestGapMs = 3 * lookEveryMs;

export function createFarmRecorder({
  database,
  scheduler,
  clock,
  log,
}: FarmRecorderDependencies): FarmRecorder {
  let last: { readonly load: FarmLoad; readonly lookedAtMs: number } | undefined;
  let seen = createHoursSeen();
  let seenBy: number | undefined;
  let forgetTimer = (): void => undefined;
  let writtenAtMs = clock.monotonicMs();

  function look(): void {
    const lookedAtMs = clock.monotonicMs();
    const load = scheduler.load();
    if (load !== undefined && load.generation !== seenBy) {
      // What an earlier leader saw and did not write is not this one's.
      seen = createHoursSeen();
      seenBy = load.generation;
    } else if (load !== undefined && last !== undefined) {
      const toMs = clock.nowMs();
      const forMs = Math.round(Math.min(lookedAtMs - last.lookedAtMs, longestGapMs));
      seen.add(last.load, { fromMs: toMs - forMs, toMs });
    }
    last = load && { load, lookedAtMs };
  }

  const writes = coalesceWork(
    async () => {
      const [of, generation] = [seen, seenBy];
      const hours = of.unwritten();
      if (generation === undefined || hours.length === 0) return;
      await writeFarmHours(database, { generation, hours });
      of.written(hours);
    },
    (error) => {
      // What was seen stays in memory, and is written with the next.
      if (isDomainError(error) && error.code === 'leadership-lost') return;
      log.warn({ err: error }, 'how busy the farm is could not be written down; trying again in a minute');
    },
  );

  function lookLater(): void {
    forgetTimer = clock.setTimer(lookEveryMs, () => {
      look();
      if (clock.monotonicMs() - writtenAtMs >= writeEveryMs) {
        writtenAtMs = clock.monotonicMs();
        writes.request();
      }
      lookLater();
    });
  }

  return {
    start() {
      look();
      lookLater();
    },
    async close() {
      forgetTimer();
      look();
      writes.request();
      await writes.idle();
    },
  };
}

import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { LoadSums, OnlineSums } from './farm-hour.ts';
import { bucketMsOf, bucketOf, isWithin, type StatisticsRange } from './statistics-range.ts';

export interface FarmSums extends OnlineSums {
  readonly bucketMs: number;
  /** Of everybody. */
  readonly all: LoadSums;
  /** Of the user and engine that the range asks for; the same when it asks for none. */
  readonly asked: LoadSums;
}

const nothing: LoadSums = { busySlotMs: 0, waitingFrameMs: 0, maxWaitingFrames: 0 };

/** Adds up what was seen of the hours that begin in a range, by hour or day, in their order; nothing where nobody looked. */
export async function sumFarmHours(executor: Executor, range: StatisticsRange): Promise<FarmSums[]> {
  const { userId = 0, engineId = 0 } = range;
  const online = await executor
    .selectFrom('farm_hours as h')
    .select([
      bucketOf(executor, 'h.hour', range.buckets).as('bucket'),
      sql`sum(h.observed_ms)`.as('observed_ms'),
      sql`sum(h.online_ms)`.as('online_ms'),
      sql`sum(h.online_slot_ms)`.as('online_slot_ms'),
    ])
    .where(isWithin('h.hour', range))
    .groupBy('bucket')
    .orderBy('bucket')
    .execute();
  const all = await loadsOf(executor, range, { userId: 0, engineId: 0 });
  const asked = userId === 0 && engineId === 0 ? all : await loadsOf(executor, range, { userId, engineId });
  return online.map((row) => ({
    bucketMs: bucketMsOf(row.bucket),
    observedMs: Number(row.observed_ms),
    onlineMs: Number(row.online_ms),
    onlineSlotMs: Number(row.online_slot_ms),
    all: all.get(row.bucket) ?? nothing,
    asked: asked.get(row.bucket) ?? nothing,
  }));
}

async function loadsOf(
  executor: Executor,
  range: StatisticsRange,
  { userId, engineId }: { readonly userId: number; readonly engineId: number },
): Promise<Map<string, LoadSums>> {
  const rows = await executor
    .selectFrom('load_hours as h')
    .select([
      bucketOf(executor, 'h.hour', range.buckets).as('bucket'),
      sql`sum(h.busy_slot_ms)`.as('busy_slot_ms'),
      sql`sum(h.waiting_frame_ms)`.as('waiting_frame_ms'),
      sql`max(h.max_waiting_frames)`.as('max_waiting_frames'),
    ])
    .where(isWithin('h.hour', range))
    .where('h.user_id', '=', userId)
    .where('h.engine_id', '=', engineId)
    .groupBy('bucket')
    .execute();
  return new Map(
    rows.map((row) => [
      row.bucket,
      {
        busySlotMs: Number(row.busy_slot_ms),
        waitingFrameMs: Number(row.waiting_frame_ms),
        maxWaitingFrames: Number(row.max_waiting_frames),
      },
    ]),
  );
}

import type { Database } from '../database.ts';
import { refuseFormerLeader } from '../leadership/refuse-former-leader.ts';
import { toStoredTime } from '../stored-times.ts';
import type { FarmHour } from './farm-hour.ts';
import { upsertSums } from './upsert-sums.ts';

/**
 * Writes what the leader of a generation has seen of hours so far, in place of what it wrote of them before: to write them
 * again, because the answer was lost, changes nothing. What earlier leaders wrote of the same hours stays beside it.
 *
 * @throws 'leadership-lost' when another RenderAPI leads by now; nothing is written then
 */
export async function writeFarmHours(
  database: Database,
  input: { readonly generation: number; readonly hours: readonly FarmHour[] },
): Promise<void> {
  const { generation, hours } = input;
  await database.transaction(async (trx) => {
    await refuseFormerLeader(trx, generation);
    await upsertSums(trx, {
      ...{ table: 'farm_hours', key: ['hour', 'generation'], how: 'set' },
      sums: ['observed_ms', 'online_ms', 'online_slot_ms'],
      rows: hours.map(({ hourMs, observedMs, onlineMs, onlineSlotMs }) => ({
        ...{ hour: toStoredTime(hourMs), generation, observed_ms: observedMs },
        ...{ online_ms: onlineMs, online_slot_ms: onlineSlotMs },
      })),
    });
    await upsertSums(trx, {
      ...{ table: 'load_hours', key: ['hour', 'user_id', 'engine_id', 'generation'], how: 'set' },
      sums: ['busy_slot_ms', 'waiting_frame_ms', 'max_waiting_frames'],
      rows: hours.flatMap(({ hourMs, loads }) =>
        loads.map(({ userId, engineId, busySlotMs, waitingFrameMs, maxWaitingFrames }) => ({
          ...{ hour: toStoredTime(hourMs), generation, user_id: userId ?? 0, engine_id: engineId ?? 0 },
          ...{ busy_slot_ms: busySlotMs, waiting_frame_ms: waitingFrameMs },
          max_waiting_frames: maxWaitingFrames,
        })),
      ),
    });
  });
}

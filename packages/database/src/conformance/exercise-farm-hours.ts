import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readLeadership, sumFarmHours, takeLeadership, writeFarmHours, type FarmHour } from '../index.ts';
import { buildFarm, type Farm } from './farm.ts';
import { openMigrated, type NewPlace } from './new-place.ts';

const hourMs = 3_600_000;
/** 2026-01-02, 22:00 UTC. */
const firstMs = Date.UTC(2026, 0, 2, 22);
const hours = { fromMs: firstMs, toMs: firstMs + 48 * hourMs, buckets: 'hours' } as const;

export function exerciseFarmHours(newPlace: NewPlace): void {
  describe('hours of the farm', () => {
    let farm: Farm;
    before(async () => {
      farm = await buildFarm(await openMigrated(newPlace));
    });
    after(() => farm.database.close());

    const hour = (changes: Partial<FarmHour> = {}): FarmHour => ({
      ...{ hourMs: firstMs, observedMs: 10_000, onlineMs: 20_000, onlineSlotMs: 40_000 },
      loads: [
        { userId: null, engineId: null, busySlotMs: 30_000, waitingFrameMs: 50_000, maxWaitingFrames: 9 },
        { userId: 7, engineId: null, busySlotMs: 10_000, waitingFrameMs: 20_000, maxWaitingFrames: 4 },
        { userId: 7, engineId: 3, busySlotMs: 5000, waitingFrameMs: 10_000, maxWaitingFrames: 2 },
      ],
      ...changes,
    });
    const all = { busySlotMs: 30_000, waitingFrameMs: 50_000, maxWaitingFrames: 9 };

    test('an hour that is written again counts once, with what was written last', async () => {
      const { database, generation } = farm;
      assert.deepEqual(await sumFarmHours(database.db, hours), []);
      const early = hour({ observedMs: 5000, onlineMs: 10_000, onlineSlotMs: 20_000 });
      await writeFarmHours(database, { generation, hours: [early] });
      for (let turn = 0; turn < 3; turn += 1) await writeFarmHours(database, { generation, hours: [hour()] });
      const seen = { bucketMs: firstMs, observedMs: 10_000, onlineMs: 20_000, onlineSlotMs: 40_000 };
      assert.deepEqual(await sumFarmHours(database.db, hours), [{ ...seen, all, asked: all }]);
      const asked = async (userId: number, engineId?: number) => {
        const range = { ...hours, userId, ...(engineId === undefined ? {} : { engineId }) };
        const [sums] = await sumFarmHours(database.db, range);
        assert.deepEqual(sums?.all, all);
        return sums.asked.busySlotMs;
      };
      assert.deepEqual(
        [await asked(7), await asked(7, 3), await asked(8), await asked(7, 4)],
        [10_000, 5000, 0, 0],
      );
    });

    test('who leads next adds to the same hour, who led before writes nothing any more', async () => {
      const { database, generation } = farm;
      const expected = await readLeadership(database.db);
      const next = await takeLeadership(database, { holder: 'next', expected });
      await assert.rejects(writeFarmHours(database, { generation, hours: [hour()] }), {
        code: 'leadership-lost',
      });
      const more = hour({
        loads: [
          { userId: null, engineId: null, busySlotMs: 1000, waitingFrameMs: 2000, maxWaitingFrames: 12 },
        ],
      });
      const later = hour({ hourMs: firstMs + 3 * hourMs });
      await writeFarmHours(database, { generation: next?.generation ?? 0, hours: [more, later] });
      const [first, second, ...none] = await sumFarmHours(database.db, hours);
      assert.deepEqual(
        [first?.observedMs, first?.all],
        [20_000, { busySlotMs: 31_000, waitingFrameMs: 52_000, maxWaitingFrames: 12 }],
      );
      assert.deepEqual([second?.bucketMs, second?.all, none], [firstMs + 3 * hourMs, all, []]);
    });

    test('days are those that are asked for', async () => {
      const sumsOf = async (...starts: number[]) =>
        (await sumFarmHours(farm.database.db, { ...hours, buckets: starts })).map(
          ({ bucketMs, onlineSlotMs, all: { maxWaitingFrames } }) => [
            bucketMs,
            onlineSlotMs,
            maxWaitingFrames,
          ],
        );
      const midnightMs = Date.UTC(2026, 0, 3);
      assert.deepEqual(await sumsOf(midnightMs - 24 * hourMs, midnightMs), [
        [midnightMs - 24 * hourMs, 80_000, 12],
        [midnightMs, 40_000, 9],
      ]);
      // Two hours further west it is all one day.
      assert.deepEqual(await sumsOf(midnightMs - 22 * hourMs, midnightMs + 2 * hourMs), [
        [midnightMs - 22 * hourMs, 120_000, 12],
      ]);
      assert.deepEqual(await sumFarmHours(farm.database.db, { ...hours, toMs: firstMs }), []);
    });
  });
}

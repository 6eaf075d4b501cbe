import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readLeadership, sumFarmHours, takeLeadership, type Database } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import type { FarmLoad } from '../../scheduling/machines/farm-load.ts';
import { createFakeClock, type FakeClock } from '../../scheduling/testing/fake-clock.ts';
import { openTestFarm, type TestFarm } from '../../scheduling/testing/test-farm.ts';
import { createFarmRecorder } from './farm-recorder.ts';
import { createHoursSeen } from './hours-seen.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const log = createLogger({ name: 'test', level: 'silent' });

const part = (userId: number, engineId: number, busySlots: number, waitingFrames: number) => ({
  ...{ userId, engineId, busySlots, waitingFrames },
});
const loadOf = (changes: Partial<FarmLoad> = {}): FarmLoad => ({
  ...{ generation: 1, machines: 2, slots: 4, parts: [part(1, 1, 2, 10), part(2, 1, 1, 0)] },
  ...changes,
});

describe('hours that were seen', () => {
  test('a stretch counts in each hour that it lies in, for all, each user, each engine and each pair', () => {
    const seen = createHoursSeen();
    seen.add(loadOf(), { fromMs: hourMs - 1000, toMs: hourMs + 3000 });
    seen.add(loadOf({ parts: [part(1, 2, 0, 99)] }), { fromMs: hourMs + 3000, toMs: hourMs + 4000 });
    const [first, second] = seen.unwritten();
    assert.deepEqual(
      [first?.hourMs, first?.observedMs, first?.onlineMs, first?.onlineSlotMs],
      [0, 1000, 2000, 4000],
    );
    const rows = second?.loads.map((load): unknown[] => Object.values(load));
    assert.deepEqual(rows, [
      // user, engine, busy, waiting, at most
      [null, null, 9000, 129_000, 99],
      [1, null, 6000, 129_000, 99],
      [null, 1, 9000, 30_000, 10],
      [1, 1, 6000, 30_000, 10],
      [2, null, 3000, 0, 0],
      [2, 1, 3000, 0, 0],
      [null, 2, 0, 99_000, 99],
      [1, 2, 0, 99_000, 99],
    ]);
  });

  test('what is written is not written again, unless more is seen', () => {
    const seen = createHoursSeen();
    seen.add(loadOf(), { fromMs: 0, toMs: 1000 });
    const hours = seen.unwritten();
    seen.add(loadOf(), { fromMs: 1000, toMs: 2000 });
    seen.written(hours);
    assert.equal(seen.unwritten()[0]?.observedMs, 2000);
    seen.written(seen.unwritten());
    assert.deepEqual(seen.unwritten(), []);
    // A clock that was set back: the hour goes on from what it was.
    seen.add(loadOf(), { fromMs: 5 * hourMs, toMs: 5 * hourMs + 1 });
    seen.add(loadOf(), { fromMs: 0, toMs: 1 });
    assert.deepEqual(
      seen.unwritten().map(({ observedMs }) => observedMs),
      [2001, 1],
    );
    // After a day nobody comes back to it.
    seen.add(loadOf(), { fromMs: 24 * hourMs, toMs: 24 * hourMs + 1 });
    assert.equal(seen.unwritten().length, 2);
  });
});

describe('recording how busy the farm is', () => {
  let farm: TestFarm;
  before(async () => {
    farm = await openTestFarm();
  });
  after(() => farm.close());

  /** A RenderAPI that schedules from now on, on a database that others have written to. */
  async function lead(clock: FakeClock, database: Database = farm.database) {
    const expected = await readLeadership(farm.database.db);
    const { generation } = (await takeLeadership(farm.database, { holder: 'test', expected })) ?? {};
    let load: FarmLoad | undefined = loadOf({ generation: generation ?? 0 });
    const recorder = createFarmRecorder({ database, scheduler: { load: () => load }, clock, log });
    recorder.start();
    return {
      recorder,
      becomes: (changes: Partial<FarmLoad> | undefined) => {
        load = changes && loadOf({ generation: generation ?? 0, ...changes });
      },
    };
  }

  async function recorded(fromMs: number) {
    const range = { fromMs, toMs: fromMs + 24 * hourMs, buckets: 'hours' } as const;
    return (await sumFarmHours(farm.database.db, range)).map(({ observedMs, onlineSlotMs, all }) => ({
      ...{ observedMs, onlineSlotMs, busySlotMs: all.busySlotMs },
    }));
  }

  test('a kill loses a minute and a look at most, and nothing counts twice', async () => {
    const startMs = Date.UTC(2026, 0, 1);
    const killed = createFakeClock(startMs);
    await lead(killed);
    await killed.advance(10 * minuteMs + 59_000);
    // Its timers are never called again: it was killed. Another takes over after a while.
    const next = createFakeClock(startMs + 15 * minuteMs);
    const { recorder } = await lead(next);
    await next.advance(5 * minuteMs);
    await recorder.close();
    const [hour, ...others] = await recorded(startMs);
    assert.deepEqual(others, []);
    assert.deepEqual(hour, {
      ...{ observedMs: 15 * minuteMs, onlineSlotMs: 60 * minuteMs, busySlotMs: 45 * minuteMs },
    });
  });

  test('one that was replaced writes nothing any more; in good order nothing is lost', async () => {
    const startMs = Date.UTC(2026, 1, 1);
    const [first, second] = [createFakeClock(startMs), createFakeClock(startMs + 30 * minuteMs)];
    const replaced = await lead(first);
    await first.advance(minuteMs);
    const { recorder } = await lead(second);
    await first.advance(2 * minuteMs);
    await second.advance(17_000);
    await replaced.recorder.close();
    await recorder.close();
    assert.deepEqual(
      (await recorded(startMs)).map(({ observedMs }) => observedMs),
      [minuteMs + 17_000],
    );
  });

  test('the load is what it was since the look before, and sleep is no time', async () => {
    const startMs = Date.UTC(2026, 2, 1);
    const clock = createFakeClock(startMs);
    const { recorder, becomes } = await lead(clock);
    await clock.advance(10_000);
    becomes({ parts: [] });
    await clock.advance(10_000);
    await clock.sleep(20 * minuteMs);
    becomes(undefined);
    await clock.advance(minuteMs);
    becomes({ machines: 0, slots: 0, parts: [] });
    await clock.advance(minuteMs);
    await recorder.close();
    assert.deepEqual(await recorded(startMs), [
      // 20 seconds, one look's worth of sleep, and what came after a while in which nobody looked.
      { observedMs: 20_000 + 15_000 + 55_000, onlineSlotMs: 4 * 35_000, busySlotMs: 3 * 15_000 },
    ]);
  });

  test('while the database is away what was seen stays in memory', async () => {
    const startMs = Date.UTC(2026, 3, 1);
    const clock = createFakeClock(startMs);
    let isAway = true;
    const database: Database = {
      ...farm.database,
      transaction: (work) => (isAway ? Promise.reject(new Error('away')) : farm.database.transaction(work)),
    };
    const { recorder } = await lead(clock, database);
    await clock.advance(2 * hourMs);
    assert.deepEqual(await recorded(startMs), []);
    isAway = false;
    await clock.advance(minuteMs);
    await recorder.close();
    const hour = { observedMs: hourMs, onlineSlotMs: 4 * hourMs, busySlotMs: 3 * hourMs };
    const rest = { observedMs: minuteMs, onlineSlotMs: 4 * minuteMs, busySlotMs: 3 * minuteMs };
    assert.deepEqual(await recorded(startMs), [hour, hour, rest]);
  });
});

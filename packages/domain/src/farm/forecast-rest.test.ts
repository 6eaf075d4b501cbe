import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { forecastRest } from './forecast-rest.ts';
import { FrameHistory, type FrameTrend } from './frame-history.ts';

function trendOf(times: readonly (readonly [machineId: number, frameMs: number])[]): FrameTrend {
  const history = new FrameHistory();
  for (const [machineId, frameMs] of times) history.add(machineId, frameMs);
  const trend = history.trend();
  assert.ok(trend !== undefined);
  return trend;
}

describe('the trend of frame times', () => {
  it('is unknown before the first frame, and level after few', () => {
    assert.equal(new FrameHistory().trend(), undefined);
    const trend = trendOf([
      [1, 100],
      [1, 200],
    ]);
    assert.deepEqual([trend.samples, trend.levelMs, trend.growthMs], [2, 150, 0]);
  });

  it('tells machines from frames that become heavier', () => {
    const times = Array.from(
      { length: 20 },
      (_, frame) => [1 + (frame % 2), (100 + 10 * frame) * (1 + (frame % 2))] as const,
    );
    const { factorOf, growthMs, levelMs } = trendOf(times);
    const ratio = (factorOf(2) ?? 0) / (factorOf(1) ?? 1);
    assert.ok(ratio > 1.9 && ratio < 2.1, String(ratio));
    const onFirst = levelMs * (factorOf(1) ?? 0);
    assert.ok(onFirst > 270 && onFirst < 330, String(onFirst));
    assert.ok(growthMs > 0);
    assert.equal(factorOf(3), undefined);
  });

  it('takes what may be chance for chance', () => {
    const times = Array.from({ length: 20 }, (_, frame) => [1, 100 + ((frame * 7919) % 83)] as const);
    assert.ok(Math.abs(trendOf(times).growthMs) < 0.5);
  });

  it('follows the latest frames', () => {
    const times = Array.from({ length: 60 }, (_, frame) => [1, frame < 30 ? 1000 : 10] as const);
    const { levelMs, samples, seen } = trendOf(times);
    assert.deepEqual([levelMs, samples, seen], [10, 24, 60]);
  });
});

describe('the forecast of the rest', () => {
  it('is a range also where shorter frames would end later, for the last falls to a slow slot', () => {
    const { low, high } = forecastRest({
      trend: {
        ...{ samples: 10, seen: 10, levelMs: 10, growthMs: 1, growthErrorMs: 1, scatter: 0 },
        factorOf: () => undefined,
      },
      slots: [
        { freeInMs: 0, factor: 10 },
        { freeInMs: 100, factor: 1 },
      ],
      unstarted: 2,
    });
    assert.ok(low <= high, `${low} to ${high}`);
  });

  const trend = trendOf(Array.from({ length: 20 }, () => [1, 1000] as const));
  const slot = { freeInMs: 0, factor: 1 };

  it('shares the rest out to all slots, by how fast they are', () => {
    const holds = (slots: Parameters<typeof forecastRest>[0]['slots'], unstarted: number, truth: number) => {
      const { low, high } = forecastRest({ trend, slots, unstarted });
      assert.ok(low <= truth && truth <= high && high < 1.5 * truth, `${low} to ${high} for ${truth}`);
    };
    holds([slot], 100, 100_000);
    holds([slot, slot], 100, 50_000);
    holds([slot, { freeInMs: 0, factor: 3 }], 100, 75_000);
    holds([{ freeInMs: 700, factor: 1 }], 0, 700);
    // The last one is on the slow machine.
    holds([{ freeInMs: 9000, factor: 10 }, slot], 5, 9000);
  });

  it('expects growth to go on, and gets wider by it', () => {
    const growing = trendOf(Array.from({ length: 20 }, (_, frame) => [1, 100 + 10 * frame] as const));
    const { low, high } = forecastRest({ trend: growing, slots: [slot], unstarted: 80 });
    // As it is now; and as it will be when every frame takes as much longer as the last ones.
    assert.ok(low < 80 * 400 && high > (80 * (300 + 1090)) / 2, `${low} to ${high}`);
  });

  it('is quick with many machines and frames', () => {
    const begunMs = performance.now();
    forecastRest({ trend, slots: Array.from({ length: 1000 }, () => slot), unstarted: 100_000 });
    assert.ok(performance.now() - begunMs < 1000);
  });
});

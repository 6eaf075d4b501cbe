import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { estimateProgress } from './estimate-progress.ts';
import type { ProgressFacts } from './estimate-progress.ts';

const nowMs = 100_000;

describe('estimateProgress', () => {
  const table: [string, Partial<ProgressFacts>, number | null, number | null][] = [
    ['a queued task', {}, null, null],
    ['an attempt that has shown nothing yet', { startedAtMs: 90_000 }, null, null],
    ['an attempt that begins now', { startedAtMs: nowMs, frameFraction: 0.5 }, null, null],
    ['half of the first frame in 5 s', { startedAtMs: 95_000, frameFraction: 0.5 }, 0.1, 95_000],
    ['one frame in 4 s', { startedAtMs: 96_000, framesDone: 1, frameEndsMs: [nowMs] }, 0.25, 36_000],
    [
      'frames of 2 s each after a slow start',
      { startedAtMs: 10_000, framesDone: 4, frameEndsMs: [94_000, 96_000, 98_000, 100_000] },
      0.5,
      12_000,
    ],
    [
      'frames of 2 s each, 1 s into the next',
      { startedAtMs: 10_000, framesDone: 3, frameEndsMs: [95_000, 97_000, 99_000] },
      0.5,
      13_000,
    ],
    [
      'a frame that takes longer than those before',
      { startedAtMs: 10_000, framesDone: 3, frameEndsMs: [86_000, 88_000, 90_000], frameFraction: 0.8 },
      0.2,
      31_000,
    ],
    [
      'frames done by an earlier attempt do not count for the rate',
      { startedAtMs: 90_000, framesDone: 6, framesDoneSinceStart: 1 },
      0.1,
      40_000,
    ],
    [
      'a task that is done',
      { startedAtMs: 90_000, framesDone: 10, frameEndsMs: [95_000, nowMs] },
      null,
      null,
    ],
    ['a fraction beyond its bounds', { startedAtMs: 90_000, frameFraction: 7 }, 0.1, 90_000],
    ['a fraction that is no number', { startedAtMs: 90_000, frameFraction: Number.NaN }, null, null],
    ['a clock that ran backwards', { startedAtMs: nowMs + 5, frameFraction: 0.5 }, null, null],
  ];
  for (const [name, facts, framesPerSecond, etaMs] of table) {
    it(name, () => {
      const progress = estimateProgress({ framesDone: 0, framesTotal: 10, nowMs, ...facts });
      assert.ok(
        progress.framesPerSecond === framesPerSecond ||
          Math.abs((progress.framesPerSecond ?? NaN) - (framesPerSecond ?? NaN)) < 1e-9,
        `${progress.framesPerSecond} frames a second`,
      );
      assert.equal(progress.etaMs, etaMs);
    });
  }

  it('hands through what it is told', () => {
    const progress = estimateProgress({
      framesDone: 3,
      framesTotal: 10,
      currentFrame: 4,
      frameFraction: 0.25,
      nowMs,
    });
    assert.deepEqual(progress, {
      framesDone: 3,
      framesTotal: 10,
      currentFrame: 4,
      frameFraction: 0.25,
      framesPerSecond: null,
      etaMs: null,
    });
  });

  it('never says anything that cannot be', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.nat(50),
        fc.option(fc.double({ min: -1, max: 2 })),
        fc.option(fc.nat(200_000)),
        fc.array(fc.nat(200_000)).map((ends) => ends.sort((a, b) => a - b)),
        (framesDone, more, frameFraction, startedAtMs, frameEndsMs) => {
          const facts = {
            framesDone,
            framesTotal: framesDone + more,
            frameFraction,
            startedAtMs,
            frameEndsMs,
            nowMs,
          };
          const { framesPerSecond, etaMs } = estimateProgress(facts);
          assert.ok(framesPerSecond === null || (framesPerSecond > 0 && Number.isFinite(framesPerSecond)));
          assert.ok(etaMs === null || (etaMs >= 0 && Number.isFinite(etaMs)));
          assert.equal(framesPerSecond === null, etaMs === null);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runFairness } from './scenarios/fairness.ts';
import { makespanCases, runMakespan } from './scenarios/makespan.ts';
import { runTorment } from './scenarios/torment.ts';

describe('the scheduler in simulated time', () => {
  for (const seed of [1, 2, 3]) {
    it(`keeps its promises whatever dies, seed ${seed}`, () => {
      const result = runTorment({ seed, machines: 60, steps: 40_000 });
      assert.ok(result.tasksSucceeded > 20, JSON.stringify(result));
    });
  }

  for (const what of makespanCases) {
    it(`comes near the ideal: ${what.name}`, () => {
      const { ratio, renderedRatio } = runMakespan(what, 1);
      assert.ok(ratio >= 1 && ratio < 1.3, `makespan ${ratio} × the ideal`);
      assert.ok(renderedRatio < 1.15, `rendered ${renderedRatio} × what was needed`);
    });
  }

  it('shares fairly by weight, and lets a newcomer in at the next free slot', () => {
    const { jainIndex, newcomerWaitMs } = runFairness(1);
    assert.ok(jainIndex > 0.97, `Jain's index ${jainIndex}`);
    assert.ok(newcomerWaitMs < 10_000, `the newcomer waited ${newcomerWaitMs} ms`);
  });
});

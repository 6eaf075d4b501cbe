import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breakingCases, runBreaking } from './scenarios/breaking.ts';
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

  it('loses little to machines that break whenever they are given work, and ends when there are no others', () => {
    const [well, some, none] = breakingCases.map((what) => runBreaking(what, 1));
    assert.ok(well !== undefined && some !== undefined && none !== undefined);
    assert.ok(some.hasSucceeded && some.tookMs < 1.1 * well.tookMs, JSON.stringify(some));
    assert.ok(some.leases < well.leases + 80, JSON.stringify(some));
    assert.ok(!none.hasSucceeded && none.tookMs < 10 * 60_000 && none.leases < 80, JSON.stringify(none));
  });

  it('shares fairly by weight, and lets a newcomer in at the next free slot', () => {
    const { jainIndex, newcomerWaitMs } = runFairness(1);
    assert.ok(jainIndex > 0.97, `Jain's index ${jainIndex}`);
    assert.ok(newcomerWaitMs < 10_000, `the newcomer waited ${newcomerWaitMs} ms`);
  });
});

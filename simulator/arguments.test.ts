import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentsOf } from './arguments.ts';

const scenarios = ['makespan', 'torment'] as const;

describe("the simulator's arguments", () => {
  it('have defaults, and name scenarios', () => {
    const usual = { seed: 1, machines: 1000, steps: 1_000_000, runs: 20 };
    assert.deepEqual(argumentsOf([], scenarios), { ...usual, wanted: scenarios });
    assert.deepEqual(argumentsOf(['torment', '--seed', '7'], scenarios), {
      ...usual,
      seed: 7,
      wanted: ['torment'],
    });
    assert.deepEqual(argumentsOf(['--help'], scenarios), { help: true });
  });

  for (const [args, fault] of [
    [['--sed', '1'], /Unknown option '--sed'/],
    [['--seed'], /'--seed <value>' argument missing/],
    [['--steps', 'many'], /--steps is "many"; it must be a whole number/],
    [['--machines', '0'], /--machines is "0"/],
    [['chaos'], /There is no scenario chaos; there are: makespan, torment/],
  ] as const) {
    it(`are refused in a line: ${args.join(' ')}`, () => {
      const given = argumentsOf(args, scenarios);
      assert.match('fault' in given ? given.fault : 'none', fault);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStillness } from './stillness.ts';

/** A look: when, the last output, and the CPU time so far. */
type Row = readonly [atMs: number, lastOutputMs: number, cpuMs: number | undefined];

const cases: readonly (readonly [what: string, looks: readonly Row[], hangsAtMs: number | undefined])[] = [
  [
    'neither writes nor computes',
    [
      [500, 0, 70],
      [750, 0, 70],
      [1000, 0, 70],
    ],
    1000,
  ],
  [
    'computes',
    [
      [500, 0, 70],
      [750, 0, 270],
      [1000, 0, 470],
      [1250, 0, 670],
      [1500, 0, 870],
    ],
    undefined,
  ],
  [
    'writes',
    [
      [500, 400, 70],
      [1000, 900, 70],
      [1500, 1400, 70],
      [2000, 1900, 70],
    ],
    undefined,
  ],
  [
    'computes, and then hangs',
    [
      [500, 0, 70],
      [750, 0, 270],
      [1250, 0, 270],
      [1500, 0, 270],
      [1750, 0, 270],
    ],
    1750,
  ],
  [
    'writes, and then hangs',
    [
      [500, 450, 70],
      [1000, 450, 70],
      [1250, 450, 70],
      [1450, 450, 70],
    ],
    1450,
  ],
  [
    'uses next to nothing of the CPU',
    [
      [500, 0, 70],
      [750, 0, 80],
      [1000, 0, 80],
    ],
    1000,
  ],
  [
    'has ended a child',
    [
      [500, 0, 170],
      [1000, 0, 70],
      [1250, 0, 70],
    ],
    undefined,
  ],
  [
    'cannot be looked at',
    [
      [500, 0, undefined],
      [1000, 0, undefined],
      [5000, 0, undefined],
    ],
    undefined,
  ],
  ['was looked at once', [[2000, 0, 70]], undefined],
];

describe('a renderer with a limit of a second', () => {
  for (const [what, looks, hangsAtMs] of cases) {
    it(`that ${what} ${hangsAtMs === undefined ? 'goes on' : `hangs at ${hangsAtMs} ms`}`, () => {
      const isStill = createStillness(1000, 0);
      const found = looks.find(([atMs, lastOutputMs, cpuMs]) =>
        isStill({ atMs, lastOutputMs, cpuMs: () => cpuMs }),
      );
      assert.equal(found?.[0], hangsAtMs);
    });
  }

  it('is not looked at while it writes', () => {
    const isStill = createStillness(1000, 0);
    const refuse = () => assert.fail('the process table was read');
    assert.equal(isStill({ atMs: 5000, lastOutputMs: 4800, cpuMs: refuse }), false);
  });
});

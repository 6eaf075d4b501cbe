import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limitsOf } from './render-watch.ts';

const minute = 60_000;

describe('how long a render may be silent and idle', () => {
  const cases: readonly [string, number | null, number | null, boolean, number | null][] = [
    // What it is, the machine's own setting, RenderAPI's, whether it has a GPU, the limit.
    ['a quarter of an hour where nobody says', null, null, false, 15 * minute],
    ['longer where there is a GPU, whose work is not seen', null, null, true, 60 * minute],
    ['what RenderAPI says', null, 2 * minute, false, 2 * minute],
    ['four times that where there is a GPU', null, 2 * minute, true, 8 * minute],
    ['for ever when RenderAPI says so', null, 0, true, null],
    ['what the machine itself says', 5 * minute, 2 * minute, true, 5 * minute],
    ['for ever when the machine itself says so', 0, 2 * minute, false, null],
  ];
  for (const [name, own, said, hasGpu, expected] of cases) {
    test(name, () => {
      const limits = { hungAfterMs: said, maxFrameMs: null };
      const settings = { hungAfterMs: own, maxRenderMs: 0 };
      assert.equal(limitsOf({ limits }, { settings, hasGpu }).hungAfterMs, expected);
    });
  }
});

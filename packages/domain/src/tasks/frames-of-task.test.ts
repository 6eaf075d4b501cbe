import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isDomainError } from '../errors/domain-error.ts';
import { framesOfTask, valuesForFrames } from './frames-of-task.ts';
import { ticksOf } from './ticks.ts';

const asMap = (values: Record<string, string>) => new Map(Object.entries(values));

describe('framesOfTask', () => {
  const accepted: [Record<string, string>, ReturnType<typeof framesOfTask>][] = [
    [{ start_frame: '1', end_frame: '100' }, [{ first: 1, last: 100 }]],
    [{ start_frame: '7', end_frame: '7' }, [{ first: 7, last: 7 }]],
    [{ start_frame: '-10', end_frame: '-0' }, [{ first: -10, last: 0 }]],
    [{ start_frame: '0001', end_frame: '0010' }, [{ first: 1, last: 10 }]],
    [{ start_frame: '1', end_frame: '100000' }, [{ first: 1, last: 100_000 }]],
    [{ start_frame: '5' }, 'single'],
    [{ end_frame: '5' }, 'single'],
    [{ output_format: 'PNG' }, 'single'],
    [{}, 'single'],
  ];
  for (const [values, expected] of accepted) {
    it(`${JSON.stringify(values)} → ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(framesOfTask(asMap(values)), expected);
    });
  }

  const refused: [string, string][] = [
    ['10', '9'],
    ['1.5', '9'],
    ['', '9'],
    ['1', 'x'],
    [' 1', '9'],
    ['+1', '9'],
    ['1', '2147483648'],
    ['1', '9'.repeat(400)],
    ['1', '100001'],
  ];
  for (const [start_frame, end_frame] of refused) {
    it(`refuses "${start_frame}" to "${end_frame.slice(0, 20)}"`, () => {
      assert.throws(
        () => framesOfTask(asMap({ start_frame, end_frame })),
        (error: unknown) => isDomainError(error, 'frame-range-invalid') && error.message.length < 200,
      );
    });
  }

  it('obeys another limit', () => {
    const values = asMap({ start_frame: '1', end_frame: '11' });
    assert.throws(() => framesOfTask(values, { maxFramesPerTask: 10 }), {
      message: /^11 frames are more than the 10 /,
    });
  });
});

describe('valuesForFrames', () => {
  it('asks for these frames only and leaves the rest', () => {
    const values = asMap({ start_frame: '001', end_frame: '100', samples: '8' });
    assert.deepEqual(
      valuesForFrames(values, { first: 5, last: 6 }),
      asMap({ start_frame: '5', end_frame: '6', samples: '8' }),
    );
    assert.equal(values.get('start_frame'), '001');
  });

  it('leaves values without both frames as they are', () => {
    const values = asMap({ start_frame: '3' });
    assert.equal(valuesForFrames(values, { first: 1, last: 1 }), values);
  });
});

describe('ticksOf', () => {
  const table: [string, bigint][] = [
    ['0001-01-01T00:00:00.000Z', 0n],
    ['1970-01-01T00:00:00.000Z', 621_355_968_000_000_000n],
    ['2000-01-01T00:00:00.000Z', 630_822_816_000_000_000n],
    ['2024-08-27T20:00:00.001Z', 638_603_856_000_010_000n],
  ];
  for (const [time, ticks] of table) {
    it(time, () => {
      assert.equal(ticksOf(Date.parse(time)), ticks);
    });
  }

  it('drops fractions of a millisecond', () => {
    assert.equal(ticksOf(1.9), ticksOf(1));
  });
});

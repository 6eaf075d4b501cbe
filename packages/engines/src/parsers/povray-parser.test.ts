import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPovrayParser } from './povray-parser.ts';
import { eventsOf, fractionsOf, recordedOutput, summaryOf } from './recorded-output.ts';

const wholeOutput = [Number.POSITIVE_INFINITY];

const recordings: readonly (readonly [name: string, expected: readonly string[]])[] = [
  // Frames 2 to 4 of 12: POV-Ray itself counts them "1 of 3" to "3 of 3".
  [
    'animation',
    [2, 3, 4].flatMap((frame) => [
      `start ${frame}`,
      `written ${frame} /srv/farm/out/pov_0${frame}.png`,
      `done ${frame}`,
    ]),
  ],
  ['still', ['start 1', 'written 1 /srv/farm/out/still.png', 'done 1']],
  [
    'missing-file',
    [
      "error Possible Parse Error: Cannot find file '/srv/farm/none.pov', even after trying to append file type extension.",
      'error Parse Error: Cannot open input file.',
      'error Fatal error in parser: Cannot parse input.',
    ],
  ],
  [
    'parse-error',
    [
      "error File '/srv/farm/bad.pov' line 1: Parse Error: Expected 'numeric expression', undeclared identifier 'oops' found instead",
      'error Fatal error in parser: Cannot parse input.',
    ],
  ],
];

describe('the POV-Ray parser', () => {
  for (const [name, expected] of recordings) {
    it(`reads POV-Ray 3.7's ${name}`, () => {
      const events = eventsOf(createPovrayParser(), recordedOutput(`povray-3.7/${name}`), wholeOutput);
      // What was begun and not finished is not of interest here.
      const summary = summaryOf(events).filter(
        (line) => expected.some((other) => other.startsWith('start')) || !line.startsWith('start'),
      );
      assert.deepEqual(summary, expected);
    });

    it(`reads ${name} the same in whatever pieces it comes`, () => {
      const text = recordedOutput(`povray-3.7/${name}`);
      const expectedEvents = eventsOf(createPovrayParser(), text, wholeOutput);
      for (const sizes of [[1], [3, 1, 4, 1, 5, 9, 2, 6], [512]]) {
        assert.deepEqual(eventsOf(createPovrayParser(), text, sizes), expectedEvents);
      }
    });
  }

  it('tells how far a frame is, from lines that overwrite each other', () => {
    const events = eventsOf(createPovrayParser(), recordedOutput('povray-3.7/animation'), wholeOutput);
    const fractions = fractionsOf(events, 3);
    assert.ok(fractions.length > 10);
    assert.equal(fractions.at(-1), 1);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
  });
});

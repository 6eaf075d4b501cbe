import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noGuesses, takeBack, tryToken, type TokenGuesses } from './token-guesses.ts';

const rule = { most: 3, perMs: 30_000 };

/** `wrong` and `right` tokens at a time in seconds, and whether each was looked at. */
type Try = readonly [second: number, token: string, isRight: boolean, isAllowed: boolean];

const cases: readonly (readonly [string, readonly Try[]])[] = [
  [
    'so many wrong tokens are looked at, and no more, the right one neither',
    [
      [0, 'a', false, true],
      [0, 'b', false, true],
      [0, 'c', false, true],
      [0, 'd', false, false],
      [0, 'right', true, false],
    ],
  ],
  [
    'they are forgiven evenly',
    [
      [0, 'a', false, true],
      [0, 'b', false, true],
      [0, 'c', false, true],
      [9, 'd', false, false],
      [10, 'd', false, true],
      [10, 'e', false, false],
      [60, 'f', false, true],
      [60, 'g', false, true],
      [60, 'h', false, true],
      [60, 'i', false, false],
    ],
  ],
  [
    'one wrong token that comes again and again is one guess, and stays in nobody’s way',
    [
      ...Array.from({ length: 20 }, (_, index): Try => [index / 10, 'old', false, true]),
      [2, 'right', true, true],
      [2, 'b', false, true],
      [2, 'c', false, true],
      [2, 'd', false, false],
      [2, 'old', false, true],
    ],
  ],
  [
    'right tokens do not count',
    [
      ...Array.from({ length: 20 }, (): Try => [0, 'right', true, true]),
      [0, 'a', false, true],
      [0, 'right', true, true],
      [0, 'b', false, true],
      [0, 'c', false, true],
      [0, 'right', true, false],
    ],
  ],
];

describe('tokens that one address tries for one account', () => {
  for (const [what, tries] of cases) {
    test(what, () => {
      let guesses: TokenGuesses = noGuesses;
      for (const [second, mark, isRight, isAllowed] of tries) {
        const verdict = tryToken(guesses, { mark, nowMs: second * 1000 }, rule);
        assert.equal(verdict.isAllowed, isAllowed, `${mark} at ${second} s`);
        if (verdict.isAllowed) guesses = isRight ? takeBack(verdict.guesses, mark) : verdict.guesses;
        assert.ok(guesses.marks.length <= rule.most);
      }
    });
  }

  test('those that are being looked at count, of different ones', () => {
    let guesses: TokenGuesses = noGuesses;
    const begin = (mark: string): boolean => {
      const verdict = tryToken(guesses, { mark, nowMs: 0 }, rule);
      if (verdict.isAllowed) guesses = verdict.guesses;
      return verdict.isAllowed;
    };
    assert.deepEqual(['a', 'a', 'a', 'a', 'b', 'c', 'd'].map(begin), [
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    guesses = takeBack(takeBack(guesses, 'a'), 'a');
    assert.deepEqual([guesses.level, begin('d'), begin('e')], [2, true, false]);
  });

  test('it is told how long to wait', () => {
    let guesses: TokenGuesses = noGuesses;
    for (const mark of ['a', 'b', 'c']) {
      const verdict = tryToken(guesses, { mark, nowMs: 0 }, rule);
      assert.ok(verdict.isAllowed);
      guesses = verdict.guesses;
    }
    const verdict = tryToken(guesses, { mark: 'd', nowMs: 4000 }, rule);
    assert.equal(verdict.isAllowed ? 0 : Math.round(verdict.retryAfterMs), 6000);
  });
});

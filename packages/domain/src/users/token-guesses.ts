/** How many different tokens may turn out wrong, and how soon that is forgiven: `most` in `perMs`, evenly. */
export interface GuessRule {
  readonly most: number;
  readonly perMs: number;
}

/** The wrong tokens that one address has tried for one account, and those that are being looked at. */
export interface TokenGuesses {
  /** What is left of them at `atMs`: a number that leaks away. */
  readonly level: number;
  readonly atMs: number;
  /** Which they were, the newest last, by marks that tell nobody the token; `most` at most. */
  readonly marks: readonly string[];
}

export const noGuesses: TokenGuesses = { level: 0, atMs: 0, marks: [] };

export type GuessVerdict =
  | { readonly isAllowed: true; readonly guesses: TokenGuesses }
  | { readonly isAllowed: false; readonly retryAfterMs: number };

/**
 * Whether a token may be looked at. One that is tried again and again is one guess: a program with an old token, or one
 * that sends many requests at once with the right one, is not guessing.
 *
 * @param nowMs of a clock that never goes back
 * @returns with what is remembered from now on: as if the token were wrong, until `takeBack`
 */
export function tryToken(
  guesses: TokenGuesses,
  { mark, nowMs }: { readonly mark: string; readonly nowMs: number },
  { most, perMs }: GuessRule,
): GuessVerdict {
  const level = Math.max(0, guesses.level - ((nowMs - guesses.atMs) / perMs) * most);
  const marks = level === 0 ? [] : guesses.marks;
  if (marks.includes(mark)) return { isAllowed: true, guesses: { level, atMs: nowMs, marks } };
  if (level + 1 > most) return { isAllowed: false, retryAfterMs: ((level + 1 - most) / most) * perMs };
  return {
    isAllowed: true,
    guesses: { level: level + 1, atMs: nowMs, marks: [...marks, mark].slice(-most) },
  };
}

/** The token was the right one, or was not looked at: it was no guess. */
export function takeBack(guesses: TokenGuesses, mark: string): TokenGuesses {
  if (!guesses.marks.includes(mark)) return guesses;
  return {
    ...guesses,
    level: Math.max(0, guesses.level - 1),
    marks: guesses.marks.filter((known) => known !== mark),
  };
}

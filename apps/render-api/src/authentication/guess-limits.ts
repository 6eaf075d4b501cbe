import { createHmac, randomBytes } from 'node:crypto';
import {
  domainError,
  isDomainError,
  noGuesses,
  takeBack,
  tryToken,
  type TokenGuesses,
} from '@renderonline/domain';
import type { Credentials } from './credentials.ts';
import { networkOf } from './network-of.ts';

/** Keeps tokens from being guessed. */
export interface GuessLimits {
  /**
   * Looks at a token, unless too many others were wrong that came from the same address for the same account.
   *
   * @param look is refused as 'unauthorized' when the token is wrong
   * @throws DomainError 'too-many-tries', with `retryAfterSeconds`; what `look` throws
   */
  look<Found>(
    from: { readonly address: string; readonly credentials: Credentials },
    look: () => Promise<Found>,
  ): Promise<Found>;
}

/** As many as in the form. */
const rule = { most: 30, perMs: 5 * 60_000 };

/**
 * Remembers, of the `maxRemembered` addresses and accounts that were wrong last, marks of the tokens under a key that
 * lives as long as the process.
 *
 * @param nowMs of a clock that never goes back
 */
export function createGuessLimits({
  nowMs,
  maxRemembered = 10_000,
}: {
  readonly nowMs: () => number;
  readonly maxRemembered?: number;
}): GuessLimits {
  const key = randomBytes(32);
  const remembered = new Map<string, TokenGuesses>();

  /** Short, whatever was sent; it cannot be made from outside. */
  const markOf = (text: string): string =>
    createHmac('sha256', key).update(text).digest('base64').slice(0, 16);

  function remember(name: string, guesses: TokenGuesses): void {
    remembered.delete(name);
    if (guesses.marks.length > 0) remembered.set(name, guesses);
  }

  /** Only for what was wrong: what is looked at just now may be right, and takes nobody's place. */
  function forgetOldest(): void {
    if (remembered.size <= maxRemembered) return;
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }

  return {
    async look({ address, credentials: { email, token } }, look) {
      const name = `${networkOf(address)} ${markOf(email.trim().toLowerCase())}`;
      const mark = markOf(token);
      const verdict = tryToken(remembered.get(name) ?? noGuesses, { mark, nowMs: nowMs() }, rule);
      if (!verdict.isAllowed) {
        const retryAfterSeconds = Math.max(1, Math.ceil(verdict.retryAfterMs / 1000));
        const message = `Too many wrong tokens came from here for this user. Wait ${retryAfterSeconds} s.`;
        throw domainError('too-many-tries', message, { retryAfterSeconds });
      }
      remember(name, verdict.guesses);
      const giveBack = (): void => {
        remember(name, takeBack(remembered.get(name) ?? noGuesses, mark));
      };
      try {
        const found = await look();
        giveBack();
        return found;
      } catch (error) {
        if (isDomainError(error, 'unauthorized')) forgetOldest();
        else giveBack();
        throw error;
      }
    },
  };
}

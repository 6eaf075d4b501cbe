import { createHash, timingSafeEqual } from 'node:crypto';
import { findUserByEmail, replaceUserToken, type Database, type User } from '@renderonline/database';
import { domainError, v1Refusals } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { Credentials } from './credentials.ts';
import { createGuessLimits } from './guess-limits.ts';
import { hashToken, isGeneratedToken, isTokenHash, verifyTokenHash } from './token-hash.ts';
import { createVerifiedTokens } from './verified-tokens.ts';
import { createWorkQueue } from './work-queue.ts';

export interface Authenticator {
  /**
   * Finds the user whom the credentials belong to.
   *
   * Unknown e-mail, inactive user and wrong token cannot be told apart, neither by the answer nor by the time
   * it takes: each pays one scrypt. A token that matched before is recognised without, but the user's row is
   * read every time, so that deactivating a user works at once. A plain-text token in the database is replaced
   * by its hash when it is first used.
   *
   * @param address where they come from; left out by those who limit tries themselves
   * @throws DomainError 'unauthorized'; 'too-busy' when too many wait to be checked; 'too-many-tries' when too many other
   *   tokens from this address were wrong for this user
   */
  authenticate(credentials: Credentials | undefined, address?: string): Promise<User>;
}

export interface AuthenticatorDependencies {
  readonly database: Database;
  readonly log: Logger;
  /** Milliseconds of a clock that never goes back; the platform's unless given. */
  readonly monotonicMs?: () => number;
  /** How many scrypts (16 MiB and a core each) run at once. Default 2. */
  readonly concurrency?: number;
  /** Counted and slowed down by tests. */
  readonly hashing?: { readonly hash: typeof hashToken; readonly verify: typeof verifyTokenHash };
}

const maxWaiting = 256;
const maxRemembered = 10_000;

export function createAuthenticator({
  database,
  log,
  monotonicMs = () => performance.now(),
  concurrency = 2,
  hashing = { hash: hashToken, verify: verifyTokenHash },
}: AuthenticatorDependencies): Authenticator {
  const verified = createVerifiedTokens(maxRemembered);
  const guesses = createGuessLimits({ nowMs: monotonicMs });
  const scrypts = createWorkQueue({
    concurrency,
    maxWaiting,
    onFull: () => domainError('too-busy', 'Too many sign-ins are being checked at once.'),
  });

  /** @returns what is stored of the token now; undefined when it is another one */
  async function match(user: User, token: string): Promise<string | undefined> {
    if (isTokenHash(user.token)) {
      if (verified.has(user.token, token)) return user.token;
      const isMatch = await scrypts.run(() => hashing.verify(user.token, token));
      if (!isMatch) return undefined;
      verified.add(user.token, token);
      return user.token;
    }
    // A plain token of 1.x. Hashing what was presented is the one scrypt, whether it matches or not.
    const hash = await scrypts.run(() => hashing.hash(token));
    if (user.token === '' || !isSameText(user.token, token)) return undefined;
    return (await keepHash(user, hash, token)) ? hash : user.token;
  }

  async function keepHash(user: User, hash: string, token: string): Promise<boolean> {
    try {
      const { userId, token: previousToken } = user;
      const isKept = await replaceUserToken(database.db, { userId, previousToken, token: hash });
      if (isKept) {
        verified.add(hash, token);
        log.info({ userId }, 'a plain-text token was replaced by its hash');
      }
      return isKept;
    } catch (error) {
      // The user is who they say they are; the hash can wait for the next request.
      log.warn({ err: error, userId: user.userId }, 'a plain-text token could not be replaced by its hash');
      return false;
    }
  }

  async function check(user: User | undefined, token: string): Promise<User> {
    if (user?.isActive !== true) {
      await scrypts.run(() => hashing.verify('', token));
      throw v1Refusals.unauthorized();
    }
    const stored = await match(user, token);
    if (stored === undefined) throw v1Refusals.unauthorized();
    return { ...user, token: stored };
  }

  return {
    async authenticate(credentials, address) {
      if (!credentials) throw v1Refusals.unauthorized();
      const { email, token } = credentials;
      const user = await findUserByEmail(database.db, { email });
      // Nobody guesses one of ours: whoever has it is not held up by others who guess beside them.
      const isKnown = user?.isActive === true && isGeneratedToken(token) && verified.has(user.token, token);
      if (isKnown) return user;
      if (address === undefined) return check(user, token);
      return guesses.look({ address, credentials }, () => check(user, token));
    },
  };
}

// Equal lengths for timingSafeEqual, whatever was presented.
function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

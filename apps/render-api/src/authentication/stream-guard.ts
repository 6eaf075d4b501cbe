import type { Writable } from 'node:stream';
import { listUsers, listWebSessionIds, type Database, type User } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../scheduling/clock.ts';

/** Whose stream it is, as it was when it began. */
export interface StreamReader {
  readonly user: User;
  /** The browser's session, which ends its streams; undefined for one that sent e-mail and token. */
  readonly sessionId?: number | undefined;
  /** Whether the stream ends as well when the user is no admin any more. */
  readonly needsAdmin: boolean;
}

/** Ends the streams of users who may not have them any more: they were signed in once, and their streams live for days. */
export interface StreamGuard {
  watch(stream: Writable, reader: StreamReader): void;
  /** Ends those of a session that has just ended, or of all sessions of a user. */
  endSessions(ended: { readonly sessionId: number } | { readonly userId: number }): void;
  /** Looks at once, for one who has just changed a user; otherwise it is done every half minute. */
  look(): Promise<void>;
  close(): void;
}

export interface StreamGuardDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

const lookEveryMs = 30_000;

/** Watches nothing yet, and reads nothing while that is so. */
export function createStreamGuard({ database, clock, log }: StreamGuardDependencies): StreamGuard {
  const watched = new Map<Writable, StreamReader>();
  let forgetTimer: (() => void) | undefined;

  async function look(): Promise<void> {
    if (watched.size === 0) return;
    try {
      const now = new Map((await listUsers(database.db)).map((user) => [user.userId, user]));
      const sessions = new Set(await listWebSessionIds(database.db, { nowMs: clock.nowMs() }));
      for (const [stream, reader] of watched) {
        const isLoggedIn = reader.sessionId === undefined || sessions.has(reader.sessionId);
        if (!isLoggedIn || !mayStay(reader, now.get(reader.user.userId))) stream.destroy();
      }
    } catch (error) {
      log.warn({ err: error }, 'it could not be looked at whether users of streams may still sign in');
    }
  }

  function arm(): void {
    forgetTimer ??= clock.setTimer(lookEveryMs, () => {
      void look().then(() => {
        forgetTimer = undefined;
        if (watched.size > 0) arm();
      });
    });
  }

  return {
    watch(stream, reader) {
      watched.set(stream, reader);
      stream.once('close', () => watched.delete(stream));
      arm();
    },
    endSessions(ended) {
      for (const [stream, { sessionId, user }] of watched) {
        if (sessionId === undefined) continue;
        const hasEnded = 'sessionId' in ended ? ended.sessionId === sessionId : ended.userId === user.userId;
        if (hasEnded) stream.destroy();
      }
    },
    look,
    close() {
      watched.clear();
      forgetTimer?.();
    },
  };
}

function mayStay({ user, needsAdmin }: StreamReader, now: User | undefined): boolean {
  return now?.isActive === true && now.token === user.token && (!needsAdmin || now.role === 'admin');
}

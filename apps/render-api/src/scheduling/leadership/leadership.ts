import {
  beatLeadership,
  readLeadership,
  releaseLeadership,
  takeLeadership,
  type Database,
} from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { Clock } from '../clock.ts';

/** Decides which RenderAPI of a database schedules: the one whose generation the database names. */
export interface Leadership {
  /** Tries once to take it, and goes on trying and beating until `close`. */
  start(): Promise<void>;
  /** The generation that every grant must assert; undefined for a follower. */
  generation(): number | undefined;
  /** Asks the database whether this is still the leader, and steps down when it is not. */
  confirm(): Promise<boolean>;
  /** Steps down for the next one to take over at once. */
  close(): Promise<void>;
}

export interface LeadershipDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** This process, `host:pid:start`. */
  readonly holder: string;
  readonly isDead: (holder: string) => boolean;
  readonly ttlMs: number;
  /** Called, one after the other and never at once, when the leadership came and when it went. */
  readonly onGained: (generation: number) => Promise<void>;
  readonly onLost: () => Promise<void>;
}

interface SeenBeat {
  readonly generation: number;
  readonly beat: number;
  readonly sinceMs: number;
}

/**
 * Compare-and-set in one row, with a generation that grows by one at every change of hands and a beat that
 * grows while the holder lives. A follower trusts no other computer's clock: it waits until the beat has not
 * changed for `ttlMs` by its own, and not at all when the holder is known to be dead or has let go.
 */
export function createLeadership(dependencies: LeadershipDependencies): Leadership {
  const { database, clock, log, holder, isDead, ttlMs } = dependencies;
  // Three looks a term: one lost beat, or one slow one, changes nothing.
  const lookIntervalMs = ttlMs / 3;
  let generation: number | undefined;
  let seen: SeenBeat | undefined;
  let isClosed = false;
  let forgetTimer: () => void = () => undefined;
  let work: Promise<unknown> = Promise.resolve();

  /** One step at a time: a beat never overtakes a takeover. */
  function inOrder<T>(step: () => Promise<T>): Promise<T> {
    const done = work.then(step);
    work = done.catch(() => undefined);
    return done;
  }

  async function stepDown(): Promise<void> {
    if (generation === undefined) return;
    log.warn({ generation }, 'another RenderAPI took the scheduling over');
    generation = undefined;
    seen = undefined;
    await dependencies.onLost();
  }

  async function beat(current: number): Promise<boolean> {
    if (await beatLeadership(database.db, { generation: current })) return true;
    await stepDown();
    return false;
  }

  /** Whether the holder read from the database may be replaced now. */
  function isVacant(current: { holder: string | null; generation: number; beat: number }): boolean {
    if (current.holder === null || current.holder === '' || current.holder === holder) return true;
    if (isDead(current.holder)) return true;
    const nowMs = clock.monotonicMs();
    if (seen?.generation !== current.generation || seen.beat !== current.beat) {
      seen = { generation: current.generation, beat: current.beat, sinceMs: nowMs };
      return false;
    }
    return nowMs - seen.sinceMs >= ttlMs;
  }

  async function tryToTake(): Promise<void> {
    const current = await readLeadership(database.db);
    if (!isVacant(current)) return;
    const taken = await takeLeadership(database, {
      holder,
      expected: { generation: current.generation, beat: current.beat },
    });
    if (taken === undefined) return;
    generation = taken.generation;
    log.info({ generation, previousHolder: current.holder }, 'this RenderAPI schedules');
    await dependencies.onGained(taken.generation);
  }

  async function look(): Promise<void> {
    if (isClosed) return;
    if (generation === undefined) await tryToTake();
    else await beat(generation);
  }

  async function lookAndGoOn(): Promise<void> {
    try {
      await inOrder(look);
    } catch (error) {
      log.warn({ err: error }, 'the leadership could not be looked after; trying again');
    }
    // isClosed may have changed while waiting.
    if (!isClosed) forgetTimer = clock.setTimer(lookIntervalMs, () => void lookAndGoOn());
  }

  return {
    start: lookAndGoOn,
    generation: () => generation,
    confirm: () => inOrder(async () => generation !== undefined && (await beat(generation))),
    async close() {
      isClosed = true;
      forgetTimer();
      await inOrder(async () => {
        if (generation === undefined) return;
        const ending = generation;
        generation = undefined;
        await dependencies.onLost();
        await releaseLeadership(database.db, { generation: ending });
      });
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { linkCloseCodes } from '@renderonline/contract/link';
import type { WebSocket } from 'ws';
import { backoffMs } from './backoff.ts';
import {
  speakOver,
  type ConnectionEnd,
  type LinkConnection,
  type LinkParts,
} from './connection/link-connection.ts';
import { openSocket } from './connection/open-socket.ts';
import { FarmBusy } from './http/read-answer.ts';
import type { FarmDoor } from './http/request-farm.ts';
import { LinkRefusal } from './link-refusal.ts';
import type { LinkState } from './link-state.ts';

export interface LinkTiming {
  /** Of a RenderAPI that refuses this machine or its version, which only people can change. */
  readonly refusedPauseMs: number;
  /** How long a farewell may take. */
  readonly closeLimitMs: number;
  /** A link on which nothing comes for so long is opened anew. */
  readonly silentAfterMs: number;
}

export const defaultLinkTiming: LinkTiming = {
  refusedPauseMs: 30_000,
  closeLimitMs: 1000,
  silentAfterMs: 20_000,
};

/** Why a machine is no longer one of its farm. */
export interface LinkFarewell {
  readonly code: 'machine-revoked' | 'machine-replaced';
  readonly message: string;
}

const revoked: LinkFarewell = {
  code: 'machine-revoked',
  message:
    'This machine was revoked: RenderAPI takes it no more. Join again with a new code from `renderonline machine pair`.',
};

/** The machine's side of the link, which it opens again and again. */
export interface LinkAgent {
  /** There is more to send. */
  pump(): void;
  /** Resolves when the machine must not come back; never, when it is closed. */
  readonly parted: Promise<LinkFarewell>;
  close(): Promise<void>;
}

interface LinkAgentInput extends Omit<LinkParts, 'silentAfterMs'> {
  readonly door: FarmDoor;
  readonly state: LinkState;
  readonly random: () => number;
  /** Of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly timing?: LinkTiming;
}

/** A RenderAPI that says nothing about when to come back. */
const longestRetryAfterMs = 30_000;
/** As many failures as a connection counts for that ended because one side did not understand the other. */
const failuresOfNonsense = 6;
/** A RenderAPI that restarts is missed for so long at most. */
const restartMs = 20_000;
const longestWhileRestartingMs = 500;

/** Opens the link and keeps it open until it is closed or the farm parts with the machine. */
export function startLinkAgent(input: LinkAgentInput): LinkAgent {
  const { door, state, random, nowMs, log, timing = defaultLinkTiming } = input;
  const closing = new AbortController();
  const { promise: parted, resolve: part } = Promise.withResolvers<LinkFarewell>();
  let connection: LinkConnection | undefined;
  let failures = 0;
  let lastFailure = '';
  let linkedUntilMs = -Infinity;

  async function connectOnce(): Promise<number | LinkFarewell> {
    let socket: WebSocket;
    try {
      socket = await openSocket(door, closing.signal);
    } catch (error) {
      return pauseAfter(error);
    }
    connection = speakOver(socket, {
      ...input,
      silentAfterMs: timing.silentAfterMs,
      onWelcome(welcome) {
        failures = 0;
        lastFailure = '';
        state.setContentsId(welcome.contentsId ?? null);
        input.onWelcome(welcome);
        state.set(true);
        log.info({ machineId: welcome.machineId, machine: welcome.name }, 'linked to RenderAPI');
      },
    });
    if (closing.signal.aborted) connection.close(linkCloseCodes.goingAway, 'ending');
    const end = await connection.ended;
    connection = undefined;
    state.set(false);
    if (end.wasWelcomed) linkedUntilMs = nowMs();
    return afterConnection(end);
  }

  function backoff(): number {
    // What was there a moment ago is back in a moment, as a rule.
    const longestMs = nowMs() - linkedUntilMs < restartMs ? longestWhileRestartingMs : undefined;
    return backoffMs(Math.max(1, failures), random, longestMs);
  }

  function pauseAfter(error: unknown): number | LinkFarewell {
    if (error instanceof LinkRefusal && error.code === 'machine-revoked') return revoked;
    failures += 1;
    const isRefused = error instanceof LinkRefusal;
    // The same trouble is worth one line, however often it is met.
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== lastFailure && !closing.signal.aborted) {
      const what = isRefused ? 'RenderAPI refuses this machine' : 'RenderAPI cannot be reached';
      log.warn({ address: door.address.href, reason }, `${what}; trying again`);
      lastFailure = reason;
    }
    if (isRefused) {
      // Known to nobody: what it renders is nobody's any more.
      if (error.status === 401 || error.status === 403) input.runner.keepOnly([]);
      return timing.refusedPauseMs * (0.5 + random() / 2);
    }
    if (error instanceof FarmBusy && error.retryAfterMs !== null) {
      return Math.min(error.retryAfterMs, longestRetryAfterMs) * (0.5 + random() / 2);
    }
    return backoff();
  }

  function afterConnection(end: ConnectionEnd): number | LinkFarewell {
    const { code, reason, wasWelcomed } = end;
    if (end.isRevoked || code === linkCloseCodes.revoked) return revoked;
    if (code === linkCloseCodes.replaced) {
      return {
        code: 'machine-replaced',
        message:
          'Another HPCServer uses the credential of this machine. Give each computer a code of its own, and each its own DataDirectory.',
      };
    }
    if (!closing.signal.aborted) log.warn({ code, reason }, 'the link to RenderAPI is down');
    failures += wasWelcomed ? 0 : 1;
    // One that restarts is back in a moment.
    if (code === linkCloseCodes.goingAway && wasWelcomed) return 0;
    // Coming back at once would end the same way.
    if (code === linkCloseCodes.tooFast || code === linkCloseCodes.invalidMessage) {
      return backoffMs(failuresOfNonsense, random);
    }
    return backoff();
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const next = await connectOnce();
      if (typeof next !== 'number') {
        log.error(next.message);
        input.runner.keepOnly([]);
        part(next);
        return;
      }
      await delay(next, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    pump: () => connection?.pump(),
    parted,
    async close() {
      closing.abort(new Error('the link is closed'));
      connection?.close(linkCloseCodes.goingAway, 'ending');
      await Promise.race([running, delay(timing.closeLimitMs, undefined, { ref: false })]);
      connection?.terminate();
      await running;
    },
  };
}

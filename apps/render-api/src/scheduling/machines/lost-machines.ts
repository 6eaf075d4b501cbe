import { say, type AttemptOutcome } from '@renderonline/domain';
import type { LeaseChanges } from '../leases/lease-changes.ts';
import type { HeldLease } from '../leases/held-lease.ts';
import type { TermContext } from '../term/term-context.ts';
import type { FarmMachines } from './farm-machines.ts';
import type { Sessions } from './sessions.ts';

/** Ends the leases of machines that are gone. */
export interface LostMachines {
  /** A lease of a machine of /hpc was added: it is watched from now on. */
  arm(): void;
  /** A link machine is gone, and lost when it is not back in time. */
  expectBack(machineId: number, withinMs: number, departure: Departure): void;
  /** The machine is back. */
  isBack(machineId: number): void;
  /** The machine was removed from the farm. */
  removed(machineId: number): void;
  stop(): void;
}

/** How a machine went away. */
export interface Departure {
  /** As the middle of a sentence. */
  readonly reason: string;
  /** It said goodbye: nothing is wrong with it. */
  readonly isFarewell: boolean;
}

export interface LostMachinesParts {
  readonly leases: LeaseChanges;
  readonly machines: FarmMachines;
  readonly sessions: Sessions;
  /** How long a machine of /hpc may be silent. */
  readonly silentAfterMs: number;
}

/** Tasks are numbered from 1. */
const ofNoTask = 0;

/**
 * Over /hpc one timer for the lease whose machine falls silent first; over a link one for each machine that is
 * gone. When a timer comes late, this process was asleep (a suspended computer, SIGSTOP), and the machines get
 * the whole time again.
 */
export function createLostMachines(context: TermContext, parts: LostMachinesParts): LostMachines {
  const { clock, farm, farmClock, book, board, log } = context;
  const { leases, machines, sessions, silentAfterMs } = parts;
  const expected = new Map<number, () => void>();
  let forgetTimer: (() => void) | undefined;

  function silentAtMs(held: HeldLease): number {
    const lastHeardMs = board.get(held.machineId)?.lastHeardMs ?? held.heldSinceMs;
    return Math.max(held.heldSinceMs, lastHeardMs) + silentAfterMs;
  }

  /** Leases of machines that are asked, or of which nobody knows how they are reached. */
  function askedLeases(): HeldLease[] {
    return [...book.all()].filter(({ machineId }) => board.get(machineId)?.transport !== 'link');
  }

  function arm(): void {
    if (forgetTimer !== undefined) return;
    const dues = askedLeases().map(silentAtMs);
    if (dues.length === 0) return;
    // Not more often than this even when an end cannot be written.
    const firstMs = dues.reduce((first, due) => Math.min(first, due));
    const nextMs = Math.max(firstMs, clock.monotonicMs() + silentAfterMs / 10);
    forgetTimer = clock.setTimer(nextMs - clock.monotonicMs(), () => {
      forgetTimer = undefined;
      if (clock.monotonicMs() - nextMs > silentAfterMs / 4) board.forgiveSilence();
      else loseSilent();
      arm();
    });
  }

  function loseSilent(): void {
    const nowMs = clock.monotonicMs();
    const silent = askedLeases().filter((held) => !held.isEnding && silentAtMs(held) <= nowMs);
    for (const machineId of new Set(silent.map((held) => held.machineId))) {
      const problem = board.get(machineId)?.problem;
      const facts = { machineName: board.nameOf(machineId), silentMs: silentAfterMs };
      const message = problem
        ? say('machine-was-silent+problem', { ...facts, problem })
        : say('machine-was-silent', facts);
      // By the time it is applied (the database may be away) the machine may have been heard of.
      context.act(() => {
        if (!isSilent(machineId)) return;
        noteLost(machineId, message);
        end(machineId, message);
      });
    }
  }

  function isSilent(machineId: number): boolean {
    const nowMs = clock.monotonicMs();
    return book.onMachine(machineId).some((held) => !held.isEnding && silentAtMs(held) <= nowMs);
  }

  function isGone(machineId: number): boolean {
    const state = board.get(machineId)?.state;
    return state !== 'reachable' && state !== 'returning';
  }

  /** For webhooks of the farm, with the next commit. */
  function noteLost(machineId: number, reason: string): void {
    const event = { event: 'machine-lost', machineId, name: board.nameOf(machineId), reason } as const;
    context.changes.add('machineEvents', ofNoTask, { ...event, happenedAtMs: clock.nowMs() });
    context.requestStep();
  }

  function end(
    machineId: number,
    message: string,
    {
      isRemoved = false,
      cause = 'machine-lost',
    }: { readonly isRemoved?: boolean; readonly cause?: 'machine-lost' | 'machine-left' } = {},
  ): void {
    const outcome: AttemptOutcome = { kind: 'machine-lost', message };
    const nowMs = farmClock.nowMs();
    const verdicts = isRemoved ? farm.removeMachine(machineId, nowMs) : farm.loseMachine(machineId, nowMs);
    sessions.forget(machineId);
    machines.forget(machineId);
    if (verdicts.length > 0) log.warn({ machineId, leases: verdicts.length }, message);
    for (const verdict of verdicts) {
      leases.apply({ ...verdict, cause: verdict.cause && cause }, { outcome, logTail: null, logPath: null });
    }
    // What the farm did not know of the machine is over all the same.
    for (const held of book.onMachine(machineId)) {
      leases.end(held, { outcome, cause, failedFrame: null, logTail: null, logPath: null });
    }
    context.requestStep();
  }

  function isBack(machineId: number): void {
    expected.get(machineId)?.();
    expected.delete(machineId);
  }

  function expectBack(machineId: number, withinMs: number, departure: Departure): void {
    isBack(machineId);
    const dueMs = clock.monotonicMs() + withinMs;
    const isHolding = book.onMachine(machineId).length > 0;
    const forget = clock.setTimer(withinMs, () => {
      expected.delete(machineId);
      if (clock.monotonicMs() - dueMs > Math.max(1000, withinMs / 4)) {
        expectBack(machineId, withinMs, departure);
      } else {
        context.act(() => {
          if (!isGone(machineId)) return;
          const { reason, isFarewell } = departure;
          if (isFarewell && !isHolding) return;
          const what = say(isFarewell ? 'machine-has-left' : 'machine-is-gone', {
            machineName: board.nameOf(machineId),
            why: reason,
          });
          if (!isFarewell) noteLost(machineId, what);
          if (isHolding) end(machineId, what, isFarewell ? { cause: 'machine-left' } : {});
        });
      }
    });
    expected.set(machineId, forget);
  }

  return {
    arm,
    expectBack,
    isBack,
    removed(machineId) {
      isBack(machineId);
      context.act(() => {
        end(machineId, say('machine-removed'), { isRemoved: true });
      });
    },
    stop() {
      forgetTimer?.();
      for (const forget of expected.values()) forget();
      expected.clear();
    },
  };
}

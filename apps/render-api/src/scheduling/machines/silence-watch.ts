import type { HeldLease } from '../leases/held-lease.ts';
import type { LeaseEnder } from '../leases/lease-ender.ts';
import type { SchedulerContext } from '../scheduler-context.ts';

/** Ends the leases of machines that have fallen silent. */
export interface SilenceWatch {
  /** A lease was added: its machine is watched from now on. */
  arm(): void;
  stop(): void;
}

export interface SilenceWatchOptions {
  readonly silentAfterMs: number;
  /** Whether this RenderAPI still schedules: one that was asleep must not undo what its successor did. */
  readonly confirmLeadership: () => Promise<boolean>;
}

/**
 * One timer for the lease whose machine falls silent first. When the timer comes late, this process was asleep
 * (a suspended computer, SIGSTOP), and the machines get the whole time again.
 */
export function createSilenceWatch(
  context: SchedulerContext,
  ender: LeaseEnder,
  { silentAfterMs, confirmLeadership }: SilenceWatchOptions,
): SilenceWatch {
  const { clock, book, board, log } = context;
  let forgetTimer: (() => void) | undefined;

  function silentAtMs(lease: HeldLease): number {
    const lastHeardMs = board.get(lease.machineId)?.lastHeardMs ?? lease.heldSinceMs;
    return Math.max(lease.heldSinceMs, lastHeardMs) + silentAfterMs;
  }

  function arm(): void {
    if (forgetTimer !== undefined) return;
    const dues = book.all().map(silentAtMs);
    if (dues.length === 0) return;
    // Not more often than this even when an end cannot be written.
    const nextMs = Math.max(Math.min(...dues), clock.monotonicMs() + silentAfterMs / 10);
    forgetTimer = clock.setTimer(nextMs - clock.monotonicMs(), () => {
      forgetTimer = undefined;
      void check(nextMs);
    });
  }

  async function check(dueMs: number): Promise<void> {
    try {
      if (clock.monotonicMs() - dueMs > silentAfterMs / 4) board.forgiveSilence();
      else await endSilent();
    } catch (error) {
      log.warn({ err: error }, 'silent machines could not be dealt with; trying again');
    }
    arm();
  }

  async function endSilent(): Promise<void> {
    const nowMs = clock.monotonicMs();
    const silent = book.all().filter((lease) => !lease.isEnding && silentAtMs(lease) <= nowMs);
    if (silent.length === 0 || !(await confirmLeadership())) return;
    for (const lease of silent) {
      const machine = board.get(lease.machineId);
      const why = machine?.problem ? ` (${machine.problem})` : '';
      const message = `machine ${board.nameOf(lease.machineId)} was silent for ${silentAfterMs / 1000} s${why}`;
      await ender.end(lease, { kind: 'machine-lost', message });
    }
  }

  return {
    arm,
    stop() {
      forgetTimer?.();
      forgetTimer = undefined;
    },
  };
}

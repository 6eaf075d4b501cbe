import type { MachineReport } from '../../machines/machine-transport.ts';
import { coalesceWork } from '../coalesced-work.ts';
import type { ReportFollower } from '../leases/report-follower.ts';
import type { SilenceWatch } from '../machines/silence-watch.ts';
import type { StrayRenders } from '../machines/stray-renders.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import type { FrameCountsCache } from '../tasks/frame-counts.ts';
import type { GrantRound } from './grant-round.ts';
import type { LeaseReconciliation } from './lease-reconciliation.ts';

/** The time in which this RenderAPI schedules: what runs then, and only then. */
export interface Term {
  begin(generation: number): void;
  /** Resolves when nothing of the term runs any more. */
  end(): Promise<void>;
  /** Something was committed that may be rendered now. */
  wake(): void;
  /** Frames may have become pending, or a slot free. */
  requestRound(): void;
  /** Leases of these tasks came into the book. */
  leasesAdded(taskIds: readonly number[]): void;
  isCurrent(generation: number): boolean;
}

export interface TermParts {
  readonly round: GrantRound;
  readonly reconciliation: LeaseReconciliation;
  readonly follower: ReportFollower;
  readonly strays: StrayRenders;
  readonly silence: SilenceWatch;
  readonly counts: FrameCountsCache;
}

export interface TermOptions {
  readonly rescanIntervalMs: number;
  readonly leaseTtlMs: number;
  readonly machineSilentAfterMs: number;
}

/**
 * Rounds run one at a time and are asked for by events: a wake after a commit, a report that reveals a slot, a
 * lease's end, the time of the next retry. The rescan is the safety net for rows that other programs wrote and
 * for whatever could not be written while the database was away.
 */
export function createTerm(context: SchedulerContext, parts: TermParts, options: TermOptions): Term {
  const { transport, clock, book, board, log } = context;
  const { round, reconciliation, follower } = parts;
  let current: number | undefined;
  let isTakenUp = false;
  let isRescanDue = false;
  let renewedAtMs = 0;
  let forgetRescan: () => void = () => undefined;
  let forgetRound: () => void = () => undefined;

  const work = coalesceWork(step, (error) => {
    log.warn({ err: error }, 'a scheduling round failed; trying again');
  });
  const refresh = coalesceWork(
    () => transport.refresh(),
    (error) => {
      log.warn({ err: error }, 'the machines could not be read; trying again');
    },
  );

  async function step(): Promise<void> {
    const generation = current;
    if (generation === undefined) return;
    if (!isTakenUp) await takeUp();
    else if (isRescanDue) await rescan();
    if (current !== generation) return;
    const nextInMs = await round.run(generation);
    forgetRound();
    if (nextInMs !== undefined) forgetRound = clock.setTimer(nextInMs, work.request);
  }

  /** Before anything is granted: what the database says is rendering. */
  async function takeUp(): Promise<void> {
    const takenUp = await reconciliation.reconcile();
    if (current === undefined) return;
    if (takenUp.length > 0) log.info({ taskIds: takenUp }, 'taking up leases from before');
    isTakenUp = true;
    transport.open(takeReport, new Set(book.all().map(({ machineId }) => machineId)));
    refresh.request();
    leasesAdded(takenUp);
  }

  async function rescan(): Promise<void> {
    isRescanDue = false;
    const nowMs = clock.monotonicMs();
    leasesAdded(await reconciliation.reconcile());
    if (nowMs - renewedAtMs >= options.leaseTtlMs / 3) {
      renewedAtMs = nowMs;
      const heardSinceMs = nowMs - options.machineSilentAfterMs;
      await reconciliation.renew(clock.nowMs() + options.leaseTtlMs, heardSinceMs);
    }
    parts.counts.keepOnly(new Set(book.all().map(({ taskId }) => taskId)));
    for (const { machineId } of board.all()) follower.follow(machineId);
  }

  function armRescan(): void {
    forgetRescan = clock.setTimer(options.rescanIntervalMs, () => {
      isRescanDue = true;
      wake();
      armRescan();
    });
  }

  function takeReport(report: MachineReport): void {
    if (current === undefined) return;
    const revealedSlot = board.note(report);
    if (report.kind === 'removed') follower.machineRemoved(report.machineId);
    if (report.kind === 'reachable') follower.follow(report.machineId);
    if (revealedSlot) work.request();
  }

  function leasesAdded(taskIds: readonly number[]): void {
    parts.silence.arm();
    for (const taskId of taskIds) void parts.counts.refresh(taskId);
  }

  function wake(): void {
    if (current === undefined) return;
    work.request();
    if (isTakenUp) refresh.request();
  }

  return {
    begin(generation) {
      current = generation;
      isTakenUp = false;
      isRescanDue = false;
      renewedAtMs = clock.monotonicMs();
      work.request();
      armRescan();
    },
    async end() {
      current = undefined;
      forgetRescan();
      forgetRound();
      parts.silence.stop();
      await work.idle();
      // A start call under way is let finish (its limit is short): then nobody has to find out what became of it.
      await Promise.all(book.all().map(({ sent }) => sent));
      await transport.close();
      await follower.idle();
      await refresh.idle();
      book.clear();
      board.clear();
      round.clear();
      parts.strays.clear();
    },
    wake,
    requestRound: () => {
      if (current !== undefined) work.request();
    },
    leasesAdded,
    isCurrent: (generation) => current === generation,
  };
}

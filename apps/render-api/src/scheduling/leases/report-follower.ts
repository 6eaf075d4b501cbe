import { say, sortFailure, type AttemptOutcome } from '@renderonline/domain';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { StrayRenders } from '../machines/stray-renders.ts';
import { takeProgress } from '../tasks/task-progress.ts';
import type { TermContext } from '../term/term-context.ts';
import type { HeldLease } from './held-lease.ts';
import { judgeReport } from './judge-report.ts';
import type { LeaseChanges } from './lease-changes.ts';

/** Draws the consequences of what machines of /hpc report. */
export interface ReportFollower {
  /** Judges the machine's last report against its leases. */
  follow(machineId: number): void;
}

export interface ReportFollowerParts {
  readonly leases: LeaseChanges;
  readonly strays: StrayRenders;
}

export function createReportFollower(
  context: TermContext,
  { leases, strays }: ReportFollowerParts,
): ReportFollower {
  const { farm, farmClock, book, board, changes, clock } = context;
  const toFollow = new Set<number>();

  function startedAtMs(held: HeldLease, attempt: AttemptReport): number {
    return Math.max(held.grantedAtMs, clock.nowMs() - attempt.runtimeMs);
  }

  function end(held: HeldLease, outcome: AttemptOutcome, stops = false): void {
    const logPath = held.attempt?.logPath ?? null;
    const lastLines = 'message' in outcome ? [outcome.message] : [];
    const cause = outcome.kind === 'succeeded' ? null : sortFailure({ outcome, lastLines });
    const failedFrame = outcome.kind === 'succeeded' ? null : frameAtEnd(held);
    leases.end(held, { outcome, cause, failedFrame, logTail: null, logPath }, { stops });
  }

  function takeRunning(held: HeldLease, attempt: AttemptReport): void {
    if (held.phase !== 'running') leases.start(held, startedAtMs(held, attempt));
    noteProgress(held, attempt);
    if (context.maxRenderMs === 0 || attempt.runtimeMs <= context.maxRenderMs) return;
    end(held, { kind: 'timed-out', message: say('ran-too-long', { limitMs: context.maxRenderMs }) }, true);
  }

  function noteProgress(held: HeldLease, attempt: AttemptReport): void {
    if (takeProgress(held, attempt, clock.nowMs())) changes.tell(held.taskId);
    const { currentFrame, frameFraction } = attempt.progress ?? {};
    if (currentFrame === null || currentFrame === undefined) return;
    const startedAtMs =
      held.currentFrame?.frame === currentFrame ? held.currentFrame.startedAtMs : clock.nowMs();
    held.currentFrame = { frame: currentFrame, startedAtMs, fraction: frameFraction ?? null };
    farm.frameStarted(held.leaseId, currentFrame, farmClock.nowMs());
    if (typeof frameFraction === 'number') {
      farm.frameProgress(held.leaseId, currentFrame, frameFraction, farmClock.nowMs());
    }
  }

  /** @returns whether the machine's render is this lease's */
  function judge(held: HeldLease, attempt: AttemptReport | null): boolean {
    const judgement = judgeReport(held, attempt, clock.nowMs());
    switch (judgement.kind) {
      case 'running':
        takeRunning(held, judgement.attempt);
        return true;
      case 'ended':
        takeProgress(held, judgement.attempt, clock.nowMs());
        if (held.phase !== 'running' && judgement.outcome.kind !== 'could-not-start') {
          leases.start(held, startedAtMs(held, judgement.attempt));
        }
        end(held, judgement.outcome);
        return true;
      case 'lost':
        end(held, { kind: 'machine-lost', message: judgement.message });
        return false;
      case 'not-received':
        leases.decline(held, 'the machine never received the order', 0);
        return false;
    }
  }

  function followMachine(machineId: number): void {
    toFollow.delete(machineId);
    const machine = board.get(machineId);
    // Unknown while a call of ours is under way: a report that counts comes after its answer.
    if (machine?.attempt === undefined || machine.transport !== 'hpc') return;
    const { attempt } = machine;
    let isCovered = false;
    for (const held of book.onMachine(machineId)) {
      if (held.phase === 'granting' || held.phase === 'sending' || held.isEnding) isCovered = true;
      else if (judge(held, attempt)) isCovered = true;
    }
    if (!isCovered && attempt?.state.kind === 'running') strays.consider(machineId, attempt);
  }

  return {
    follow(machineId) {
      if (toFollow.has(machineId)) return;
      toFollow.add(machineId);
      context.act(() => {
        followMachine(machineId);
      });
    },
  };
}

/** The frame that the machine was at, as far as it told. */
function frameAtEnd({ attempt, frames }: HeldLease): number | null {
  const frame = attempt?.progress?.currentFrame ?? null;
  return frame !== null && frame >= frames.first && frame <= frames.last ? frame : null;
}

import { coalesceWork, type CoalescedWork } from '../coalesced-work.ts';
import type { StrayRenders } from '../machines/stray-renders.ts';
import type { RenderStopper } from '../machines/render-stopper.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import { takeProgress } from '../tasks/task-progress.ts';
import type { HeldLease } from './held-lease.ts';
import { judgeReport } from './judge-report.ts';
import type { LeaseEnder } from './lease-ender.ts';
import type { LeaseSender } from './lease-sender.ts';
import type { AttemptReport } from '../../machines/machine-transport.ts';

/** Draws the consequences of what machines report. */
export interface ReportFollower {
  /** Judges the machine's last report against its leases, one machine's reports one after the other. */
  follow(machineId: number): void;
  /** The machine is gone: its leases are lost. */
  machineRemoved(machineId: number): void;
  /** Resolves when nothing is being followed. */
  idle(): Promise<void>;
}

export interface ReportFollowerParts {
  readonly ender: LeaseEnder;
  readonly sender: LeaseSender;
  readonly stopper: RenderStopper;
  readonly strays: StrayRenders;
}

export function createReportFollower(
  context: SchedulerContext,
  { ender, sender, stopper, strays }: ReportFollowerParts,
): ReportFollower {
  const { book, board, clock, log } = context;
  const works = new Map<number, CoalescedWork>();

  async function takeRunning(lease: HeldLease, attempt: AttemptReport): Promise<void> {
    if (!lease.isStartWritten) {
      const startedAtMs = Math.max(lease.grantedAtMs, clock.nowMs() - attempt.runtimeMs);
      if (!(await sender.confirmStart(lease, startedAtMs))) return;
    }
    if (takeProgress(lease, attempt, clock.nowMs())) context.taskChanged(lease.taskId);
    if (context.maxRenderMs === 0 || attempt.runtimeMs <= context.maxRenderMs) return;
    const message = `it ran for more than ${context.maxRenderMs / 1000} s`;
    if (await ender.end(lease, { kind: 'timed-out', message })) await stopper.stopEnded(lease);
  }

  /** @returns whether the machine's render is this lease's */
  async function judge(lease: HeldLease, attempt: AttemptReport | null): Promise<boolean> {
    const judgement = judgeReport(lease, attempt, clock.nowMs());
    switch (judgement.kind) {
      case 'running':
        await takeRunning(lease, judgement.attempt);
        return true;
      case 'ended':
        takeProgress(lease, judgement.attempt, clock.nowMs());
        if (!lease.isStartWritten && judgement.outcome.kind !== 'could-not-start') {
          const startedAtMs = Math.max(lease.grantedAtMs, clock.nowMs() - judgement.attempt.runtimeMs);
          if (!(await sender.confirmStart(lease, startedAtMs))) return true;
        }
        await ender.end(lease, judgement.outcome);
        return true;
      case 'lost':
        await ender.end(lease, { kind: 'machine-lost', message: judgement.message });
        return false;
      case 'not-received':
        await ender.release(lease, 'the machine never received the order');
        return false;
    }
  }

  async function followMachine(machineId: number): Promise<void> {
    const machine = board.get(machineId);
    // Unknown while a call of ours is under way: a report that counts comes after its answer.
    if (machine?.attempt === undefined) return;
    const { attempt } = machine;
    let isCovered = false;
    for (const lease of book.onMachine(machineId)) {
      if (lease.phase === 'sending' || lease.isEnding) isCovered = true;
      else if (await judge(lease, attempt)) isCovered = true;
    }
    if (!isCovered && attempt?.state.kind === 'running') await strays.consider(machineId, attempt);
  }

  function workOn(machineId: number): CoalescedWork {
    const known = works.get(machineId);
    if (known !== undefined) return known;
    const work = coalesceWork(
      () => followMachine(machineId),
      (error) => {
        log.warn({ machineId, err: error }, "a machine's report could not be followed up; trying again");
      },
    );
    works.set(machineId, work);
    return work;
  }

  return {
    follow: (machineId) => {
      workOn(machineId).request();
    },
    machineRemoved(machineId) {
      works.delete(machineId);
      for (const lease of book.onMachine(machineId)) {
        void ender.end(lease, { kind: 'machine-lost', message: 'the machine was removed from the farm' });
      }
    },
    async idle() {
      await Promise.all([...works.values()].map((work) => work.idle()));
    },
  };
}

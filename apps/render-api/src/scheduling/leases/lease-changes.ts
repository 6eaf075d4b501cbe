import {
  describeOutcome,
  type AttemptOutcome,
  type EndVerdict,
  type FailureCause,
  type FarmLease,
  type TaskEnd,
} from '@renderonline/domain';
import type { Writing } from '../commits/farm-changes.ts';
import type { OutputDesk } from '../outputs/output-desk.ts';
import type { Quarantines } from '../machines/quarantines.ts';
import type { Sessions } from '../machines/sessions.ts';
import type { TermContext } from '../term/term-context.ts';
import type { FarmMachines } from '../machines/farm-machines.ts';
import type { HeldLease } from './held-lease.ts';

/** How a lease ended, as its machine or this process says. */
export interface LeaseEnding {
  readonly outcome: AttemptOutcome;
  /** Told from the outcome when null. */
  readonly cause: FailureCause | null;
  readonly failedFrame: number | null;
  readonly logTail: string | null;
  readonly logPath: string | null;
}

/** Puts what happens to leases to the farm, and what the farm makes of it into the next commit. */
export interface LeaseChanges {
  /** The machine began. */
  start(held: HeldLease, startedAtMs: number, settle?: Settle): void;
  /** The lease is over. Stops its render as well when the machine does not know. */
  end(held: HeldLease, ending: LeaseEnding, more?: { stops?: boolean; settle?: Settle }): void;
  /** Gives a lease back that never began, at no cost in attempts; its machine rests for `restMs`. */
  decline(held: HeldLease, message: string, restMs: number, settle?: Settle): void;
  /** Writes an end that the farm has decided. */
  apply(
    verdict: EndVerdict,
    ending: Pick<LeaseEnding, 'outcome' | 'logTail' | 'logPath'>,
    more?: EndOptions,
  ): void;
  /** Ends a lease that is over for the farm, or was never known to it; its machine is told. */
  cancel(lease: LeaseIdentity): void;
  /** As `cancel`, but telling its machine is the caller's. */
  giveUp(lease: LeaseIdentity, writing: Writing): void;
  endTask(taskId: number, end: TaskEnd): void;
}

export type LeaseIdentity = Pick<FarmLease, 'leaseId' | 'token' | 'taskId' | 'machineId'>;

export type Settle = (result: 'applied' | 'refused') => void;

export interface EndOptions {
  readonly stops?: boolean;
  readonly settle?: Settle;
}

export interface LeaseChangesParts {
  readonly desk: OutputDesk;
  readonly machines: FarmMachines;
  readonly sessions: Sessions;
  readonly quarantines: Quarantines;
}

export function createLeaseChanges(context: TermContext, parts: LeaseChangesParts): LeaseChanges {
  const { farm, farmClock, book, board, tasks, changes, clock, log, stopper } = context;
  const { desk, machines, sessions, quarantines } = parts;
  /** Tasks whose end is on its way into the database: it is said once. */
  const ending = new Set<number>();

  function stop(lease: LeaseIdentity, held: HeldLease | undefined): void {
    void stopper.stopEnded({ ...lease, transport: context.transportTo(lease.machineId), held });
  }

  /**
   * The lease is no more, here; its row follows with the next commit. A machine that is about to be told gets
   * nothing new before it has answered.
   */
  function forget(
    { leaseId, machineId, taskId }: LeaseIdentity,
    isToBeStopped: boolean,
  ): HeldLease | undefined {
    const held = book.get(leaseId);
    book.remove(leaseId);
    if (isToBeStopped) board.expectNews(machineId);
    machines.sync(machineId);
    changes.tell(taskId);
    context.requestStep();
    return held;
  }

  function apply(
    verdict: EndVerdict,
    { outcome, logTail, logPath }: Pick<LeaseEnding, 'outcome' | 'logTail' | 'logPath'>,
    { stops = false, settle }: EndOptions = {},
  ): void {
    const { lease, cause, failedFrame, countAs, handedOver } = verdict;
    const { leaseId, token, taskId, machineId } = lease;
    const row = {
      leaseId,
      token,
      taskId,
      endedAtMs: clock.nowMs(),
      outcome,
      cause,
      failedFrame,
      logTail,
      logPath,
    };
    const completesFrames = verdict.doneFrames.length > 0;
    const held = forget(lease, stops);
    changes.add(
      'ends',
      taskId,
      { ...row, countAs, handedOver, completesFrames },
      {
        written() {
          settle?.('applied');
          for (const frames of verdict.doneFrames) {
            const made = { outputs: [], attemptId: leaseId, renderMs: null };
            context.framesChanged({ taskId, frames, state: 'done', ...made });
          }
          if (stops) stop(lease, held);
          desk.discardLease(leaseId);
        },
        refused() {
          settle?.('refused');
          context.reread(taskId);
        },
      },
    );
    for (const { frame, reason } of verdict.failedFrames) {
      const frames = { first: frame, last: frame };
      changes.add(
        'failedFrames',
        taskId,
        { taskId, frame, reason },
        {
          written() {
            const made = { outputs: [], attemptId: null, renderMs: null };
            context.framesChanged({ taskId, frames, state: 'failed', ...made });
          },
        },
      );
    }
    if (verdict.notBeforeMs !== null) {
      changes.add('notBefore', taskId, { taskId, notBeforeMs: farmClock.toEpochMs(verdict.notBeforeMs) });
    }
    for (const other of verdict.otherLeases) cancel(other);
    if (verdict.taskEnds !== null) endTask(taskId, verdict.taskEnds);
    // Of thousands of frames a second, only those that went wrong are news.
    const level = outcome.kind === 'succeeded' || outcome.kind === 'canceled' ? 'debug' : 'info';
    log[level]({ taskId, leaseId, machineId, frames: lease.frames, cause }, describeOutcome(outcome));
    noteMachine(verdict);
  }

  function noteMachine({ machine, lease: { machineId, taskId } }: EndVerdict): void {
    if (machine.kind === 'ok') return;
    const name = board.nameOf(machineId);
    if (machine.kind === 'avoided-by-task') {
      log.warn({ machineId, taskId }, `machine ${name} is not given the task any more: ${machine.reason}`);
      return;
    }
    log.warn({ machineId }, `machine ${name} gets no more work until it is released: ${machine.reason}`);
    changes.add('machineEvents', taskId, {
      ...{ event: 'machine-quarantined', machineId, name, reason: machine.reason },
      happenedAtMs: clock.nowMs(),
    });
    quarantines.write(machineId, machine.reason);
  }

  function endCanceled({ leaseId, token, taskId }: LeaseIdentity, writing: Writing): void {
    const row = { leaseId, token, taskId, endedAtMs: clock.nowMs(), outcome: { kind: 'canceled' } as const };
    const nothing = { cause: null, failedFrame: null, logTail: null, logPath: null, countAs: null };
    changes.add('ends', taskId, { ...row, ...nothing, handedOver: [] }, writing);
  }

  function cancel(lease: LeaseIdentity): void {
    const held = forget(lease, true);
    const stopIt = (): void => {
      stop(lease, held);
      desk.discardLease(lease.leaseId);
    };
    endCanceled(lease, { written: stopIt, refused: stopIt });
  }

  function endTask(taskId: number, { event, reason }: TaskEnd): void {
    if (ending.has(taskId)) return;
    ending.add(taskId);
    const revision = tasks.get(taskId)?.revision;
    changes.add(
      'taskChanges',
      taskId,
      { taskId, event, reason, endedAtMs: clock.nowMs(), ...(revision === undefined ? {} : { revision }) },
      {
        written() {
          ending.delete(taskId);
          for (const lease of farm.removeTask(taskId)) stop(lease, forget(lease, true));
          tasks.remove(taskId);
          sessions.closeAll(taskId);
        },
        refused() {
          ending.delete(taskId);
          context.reread(taskId);
        },
      },
    );
  }

  return {
    start(held, startedAtMs, settle) {
      if (!farm.leaseStarted(held.leaseId, farmClock.nowMs())) return settle?.('refused');
      held.phase = 'running';
      held.startedAtMs = startedAtMs;
      changes.add(
        'starts',
        held.taskId,
        { leaseId: held.leaseId, token: held.token, startedAtMs },
        {
          written: () => settle?.('applied'),
          refused() {
            settle?.('refused');
            context.reread(held.taskId);
          },
        },
      );
      changes.tell(held.taskId);
      context.requestStep();
    },
    end(held, ending, more = {}) {
      const verdict = farm.leaseEnded(held.leaseId, ending, farmClock.nowMs());
      if (verdict === undefined) {
        book.remove(held.leaseId);
        more.settle?.('refused');
        return;
      }
      apply(verdict, { ...ending, outcome: verdict.outcome }, more);
    },
    decline(held, message, restMs, settle) {
      const { leaseId, machineId } = held;
      const verdict = farm.leaseDeclined(leaseId, { restMs }, farmClock.nowMs());
      log.info({ leaseId, machineId }, `the lease is given back: ${message}`);
      if (verdict === undefined) {
        book.remove(leaseId);
        settle?.('refused');
        return;
      }
      // Not "could not start": the machine did nothing wrong.
      const more = settle === undefined ? {} : { settle };
      apply(verdict, { outcome: { kind: 'canceled' }, logTail: null, logPath: null }, more);
    },
    apply,
    cancel,
    giveUp(lease, writing) {
      forget(lease, false);
      endCanceled(lease, writing);
    },
    endTask,
  };
}

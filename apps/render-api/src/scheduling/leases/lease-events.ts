import { saveFindings } from '@renderonline/database';
import { isDomainError, say } from '@renderonline/domain';
import type { LeaseEvent, LeaseEventReport, ProgressReport } from '../../machines/machine-transport.ts';
import type { Sessions } from '../machines/sessions.ts';
import type { OutputDesk } from '../outputs/output-desk.ts';
import type { TermContext } from '../term/term-context.ts';
import type { HeldLease } from './held-lease.ts';
import type { LeaseChanges, LeaseEnding, Settle } from './lease-changes.ts';

/** Draws the consequences of what link machines say. */
export interface LeaseEvents {
  /** Events of one machine are applied in the order in which they come. */
  take(report: LeaseEventReport): void;
  takeProgress(report: ProgressReport): void;
  /** Resolves when nothing waits to be looked at. */
  idle(): Promise<void>;
}

export interface LeaseEventsParts {
  readonly leases: LeaseChanges;
  readonly desk: OutputDesk;
  readonly sessions: Sessions;
}

type MachineFindings = Parameters<typeof saveFindings>[1];

type EventOf<Kind extends LeaseEvent['kind']> = Extract<LeaseEvent, { kind: Kind }>;

/**
 * Every event is fenced by the lease's token: what is said under a lease that is gone changes nothing, and its
 * files are removed. A finished frame's files are looked at first, so a machine's events wait behind that.
 */
export function createLeaseEvents(
  context: TermContext,
  { leases, desk, sessions }: LeaseEventsParts,
): LeaseEvents {
  const { farm, farmClock, book, tasks, changes, publisher, database, log } = context;
  /** Per machine, while one of its events has to wait for something. */
  const waiting = new Map<number, Promise<void>>();

  function liveLease(
    machineId: number,
    { leaseId, token }: { leaseId: number; token: string },
  ): HeldLease | undefined {
    const held = book.get(leaseId);
    if (held?.token !== token || held.machineId !== machineId || held.isEnding) return undefined;
    return held;
  }

  /** Not before the lease's end is committed: until then the machine may have to say it to a successor. */
  function refuse(settle: Settle): void {
    changes.after(() => {
      settle('refused');
    });
    context.requestStep();
  }

  function agree(settle: Settle): void {
    changes.after(() => {
      settle('applied');
    });
    context.requestStep();
  }

  /** A machine that goes on with a lease that is gone is told once more. */
  function refuseAndStop(machineId: number, event: { leaseId: number; token: string }, settle: Settle): void {
    refuse(settle);
    const { leaseId, token } = event;
    context.transportTo(machineId)?.retractLease({
      machineId,
      leaseId,
      token,
      keepThrough: null,
      reason: 'the lease has ended',
    });
  }

  function apply({ machineId, event, settle }: LeaseEventReport, fault: string | undefined): void {
    if (event.kind === 'session-closed') {
      sessions.closed(machineId, event.taskId);
      farm.sessionClosed(machineId, event.taskId);
      agree(settle);
      return;
    }
    if (event.kind === 'findings') {
      takeFindings(machineId, event, settle);
      return;
    }
    const held = liveLease(machineId, event);
    if (held === undefined) {
      if (event.kind === 'frame-done') desk.discardFrame(event.leaseId, event.frame);
      if (event.kind === 'ended' || event.kind === 'declined') refuse(settle);
      else refuseAndStop(machineId, event, settle);
      return;
    }
    switch (event.kind) {
      case 'started':
        leases.start(held, farmEpoch(event.atMs), settle);
        return;
      case 'frame-started':
        held.currentFrame = { frame: event.frame, startedAtMs: context.clock.nowMs(), fraction: null };
        farm.frameStarted(held.leaseId, event.frame, farmClock.nowMs());
        changes.tell(held.taskId);
        agree(settle);
        return;
      case 'session-opened':
        sessions.opened(machineId, held.taskId);
        farm.sessionOpened(held.leaseId, event.loadMs);
        agree(settle);
        return;
      case 'frame-done':
        if (fault === undefined) takeFrame(held, event, settle);
        else takeBrokenFrame(held, event, fault, settle);
        return;
      case 'ended':
        takeEnd(held, event, settle);
        return;
      case 'declined':
        leases.decline(held, event.reason, event.restMs, settle);
    }
  }

  /** By the machine's clock, which may be wrong: neither in the future nor before anything could begin. */
  function farmEpoch(atMs: number): number {
    const nowMs = context.clock.nowMs();
    return Math.min(nowMs, Math.max(atMs, nowMs - longestOutboxAgeMs));
  }

  function takeFrame(held: HeldLease, event: EventOf<'frame-done'>, settle: Settle): void {
    const { leaseId, token, taskId } = held;
    const { frame, renderMs, outputs, warnings } = event;
    const verdict = farm.frameDone(leaseId, frame, { renderMs }, farmClock.nowMs());
    if (!verdict.isAccepted) {
      desk.discardFrame(leaseId, frame);
      refuse(settle);
      return;
    }
    const outputDirectory = tasks.get(taskId)?.outputDirectory;
    changes.add(
      'framesDone',
      taskId,
      { leaseId, token, taskId, frame, renderMs, outputs, warnings },
      {
        written() {
          settle('applied');
          const made = { outputs, attemptId: leaseId, renderMs };
          context.framesChanged({ taskId, frames: { first: frame, last: frame }, state: 'done', ...made });
          if (outputDirectory === undefined) return;
          void desk.publish({ leaseId, taskId, frame, outputs, outputDirectory });
        },
        refused() {
          settle('refused');
          desk.discardFrame(leaseId, frame);
          context.reread(taskId);
        },
      },
    );
    for (const loser of verdict.supersededLeases) leases.cancel(loser);
    if (verdict.taskEnds !== null) {
      leases.endTask(taskId, verdict.taskEnds);
      // Every frame is there: what machines still hold of the task went well, whether they said so yet or not.
      for (const other of book.ofTask(taskId)) leases.end(other, wentWell);
    }
    for (const warning of warnings) log.info({ taskId, frame, machineId: held.machineId }, warning);
    changes.tell(taskId);
    context.requestStep();
  }

  /** The machine says that the frame is done, and it is not: the attempt failed. */
  function takeBrokenFrame(
    held: HeldLease,
    event: EventOf<'frame-done'>,
    fault: string,
    settle: Settle,
  ): void {
    const { frame } = event;
    const outcome = { kind: 'failed', exitCode: 0, message: `frame ${frame}: ${fault}` } as const;
    desk.discardFrame(held.leaseId, frame);
    const ending = {
      outcome,
      cause: 'output-broken',
      failedFrame: frame,
      logTail: null,
      logPath: null,
    } as const;
    leases.end(held, ending, { stops: true, settle });
  }

  function takeEnd(held: HeldLease, event: EventOf<'ended'>, settle: Settle): void {
    const { cause, failedFrame, logTail } = event;
    // A cancel of ours ends the lease first; here somebody on the machine stopped the render.
    const outcome =
      event.outcome.kind === 'canceled'
        ? ({
            kind: 'machine-lost',
            message: event.message || say('stopped-on-machine'),
          } as const)
        : event.outcome;
    const known = event.outcome.kind === 'canceled' ? 'machine-left' : cause;
    leases.end(held, { outcome, cause: known, failedFrame, logTail, logPath: null }, { settle });
  }

  function takeFindings(machineId: number, { taskId, findings }: EventOf<'findings'>, settle: Settle): void {
    const holdsTask = book.onMachine(machineId).some((held) => held.taskId === taskId);
    if (!holdsTask) {
      refuse(settle);
      return;
    }
    void writeFindings({ taskId, machineId, findings }, settle, 1);
  }

  /** Beside the commits: findings decide nothing. While the database is away the machine keeps them. */
  async function writeFindings(found: MachineFindings, settle: Settle, tries: number): Promise<void> {
    const { taskId, machineId } = found;
    try {
      await saveFindings(database, found);
      if (!context.isCurrent()) return;
      settle('applied');
      context.taskChanged(taskId);
    } catch (error) {
      if (!context.isCurrent()) return;
      if (isDomainError(error) || tries >= mostTriesOfFindings) {
        log.warn({ taskId, machineId, err: error }, 'findings about a task could not be written');
        settle('refused');
        return;
      }
      context.clock.setTimer(findingsRetryMs, () => void writeFindings(found, settle, tries + 1));
    }
  }

  async function faultOf({ event, machineId }: LeaseEventReport): Promise<string | undefined> {
    if (event.kind !== 'frame-done' || liveLease(machineId, event) === undefined) return undefined;
    try {
      return await publisher.verify(event, event.frame, event.outputs);
    } catch (error) {
      log.warn({ leaseId: event.leaseId, frame: event.frame, err: error }, 'outputs could not be looked at');
      return 'its files could not be read';
    }
  }

  function takeInTurn(report: LeaseEventReport): Promise<void> {
    return faultOf(report).then((fault) => {
      context.act(() => {
        apply(report, fault);
      });
    });
  }

  return {
    take(report) {
      const { machineId } = report;
      const before = waiting.get(machineId);
      if (before === undefined && report.event.kind !== 'frame-done') {
        context.act(() => {
          apply(report, undefined);
        });
        return;
      }
      const turn = (before ?? Promise.resolve()).then(() => takeInTurn(report));
      waiting.set(machineId, turn);
      void turn.then(() => {
        if (waiting.get(machineId) === turn) waiting.delete(machineId);
      });
    },
    takeProgress({ machineId, items }) {
      const nowMs = farmClock.nowMs();
      for (const { leaseId, frame, fraction } of items) {
        const held = book.get(leaseId);
        if (held?.machineId !== machineId) continue;
        const startedAtMs =
          held.currentFrame?.frame === frame ? held.currentFrame.startedAtMs : context.clock.nowMs();
        held.currentFrame = { frame, startedAtMs, fraction };
        if (fraction !== null) farm.frameProgress(leaseId, frame, fraction, nowMs);
        context.taskChanged(held.taskId);
      }
    },
    async idle() {
      await Promise.all(waiting.values());
    },
  };
}

const wentWell: LeaseEnding = {
  outcome: { kind: 'succeeded' },
  cause: null,
  failedFrame: null,
  logTail: null,
  logPath: null,
};

const findingsRetryMs = 2000;
/** Until then an outage is taken for one: machines say nothing else that is acknowledged meanwhile. */
const mostTriesOfFindings = 100;

/** An outbox older than this says nothing that counts. */
const longestOutboxAgeMs = 7 * 24 * 3_600_000;

import type { FarmDecision, FarmLease } from '@renderonline/domain';
import type { LeaseChanges } from '../leases/lease-changes.ts';
import type { LeaseSender } from '../leases/lease-sender.ts';
import type { FarmMachines } from '../machines/farm-machines.ts';
import type { LostMachines } from '../machines/lost-machines.ts';
import type { TermContext } from './term-context.ts';

/** What the farm decides, on its way into the next commit. */
export interface Decisions {
  /** Has the farm decide what is to be done now. */
  take(): void;
  stop(): void;
}

export interface DecisionsParts {
  readonly leases: LeaseChanges;
  readonly machines: FarmMachines;
  readonly sender: LeaseSender;
  readonly lost: LostMachines;
}

/** More wait for the next commit, so that no commit takes long. */
const maxDecisionsPerCommit = 1000;
/** A machine whose grant was refused (disabled, removed) is left alone until its row was read anew. */
const refusedGrantRestMs = 2000;
/** The farm's own wakes are not followed in shorter steps. */
const shortestWakeMs = 5;

export function createDecisions(context: TermContext, parts: DecisionsParts): Decisions {
  const { farm, farmClock, book, changes, clock, log } = context;
  const { leases, machines, sender, lost } = parts;
  let forgetTimer: () => void = () => undefined;

  function grant(lease: FarmLease): void {
    const { leaseId, token, taskId, machineId, frames, isDuplicate } = lease;
    const held = book.addGranting(lease, { grantedAtMs: clock.nowMs(), heldSinceMs: clock.monotonicMs() });
    const expiresAtMs = farmClock.toEpochMs(lease.expiresAtMs);
    changes.add(
      'grants',
      taskId,
      { leaseId, token, taskId, machineId, frames, isDuplicate, expiresAtMs },
      {
        written() {
          farm.grantConfirmed(leaseId);
          if (context.transportTo(machineId)?.kind !== 'link') lost.arm();
          if (!held.isEnding) sender.send(held);
        },
        refused() {
          log.info({ leaseId, taskId, machineId }, 'a lease was not granted: its task or machine changed');
          farm.grantRefused(leaseId);
          book.remove(leaseId);
          machines.rest(machineId, refusedGrantRestMs);
          context.reread(taskId);
        },
      },
    );
    changes.tell(taskId);
  }

  function retract(lease: FarmLease, keepThrough: number | null): void {
    const { leaseId, token, machineId, taskId } = lease;
    const held = book.get(leaseId);
    if (held === undefined) return;
    const order = { machineId, leaseId, token, keepThrough, reason: 'its frames are given out anew' };
    const tellMachine = (): void => {
      context.transportTo(machineId)?.retractLease(order);
    };
    if (keepThrough === null) {
      leases.giveUp(lease, { written: tellMachine, refused: tellMachine });
      return;
    }
    held.frames = { first: held.frames.first, last: keepThrough };
    changes.add(
      'shrinks',
      taskId,
      { leaseId, token, lastFrame: keepThrough },
      {
        written: tellMachine,
        refused() {
          context.reread(taskId);
        },
      },
    );
  }

  function apply(decision: FarmDecision): void {
    switch (decision.kind) {
      case 'grant':
        grant(decision.lease);
        return;
      case 'retract':
        retract(decision.lease, decision.keepThrough);
        return;
      case 'end-task':
        leases.endTask(decision.taskId, decision.taskEnds);
        changes.tell(decision.taskId);
        return;
      case 'end-hung': {
        const { verdict } = decision;
        leases.apply(verdict, { outcome: verdict.outcome, logTail: null, logPath: null }, { stops: true });
      }
    }
  }

  return {
    take() {
      const decisions = farm.decide(farmClock.nowMs(), maxDecisionsPerCommit);
      for (const decision of decisions) apply(decision);
      forgetTimer();
      if (decisions.length >= maxDecisionsPerCommit) {
        context.requestStep();
        return;
      }
      const nowMs = farmClock.nowMs();
      const wakeMs = farm.nextWakeMs(nowMs);
      if (wakeMs === undefined) return;
      forgetTimer = clock.setTimer(Math.max(shortestWakeMs, wakeMs - nowMs), context.requestStep);
    },
    stop() {
      forgetTimer();
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { countAttempts } from '@renderonline/database';
import type { FailureCause } from '@renderonline/domain';
import { errorInOneLine } from '@renderonline/runtime';
import type { MachineTransport, StartAnswer } from '../../machines/machine-transport.ts';
import type { FarmMachines } from '../machines/farm-machines.ts';
import type { KnownTask } from '../tasks/task-book.ts';
import type { TermContext } from '../term/term-context.ts';
import type { HeldLease } from './held-lease.ts';
import { leaseCommand } from './lease-command.ts';
import type { LeaseChanges } from './lease-changes.ts';

/** Brings granted leases to their machines. */
export interface LeaseSender {
  /** Sends a lease that is committed, and deals with the answer. `lease.sent` resolves with it. */
  send(held: HeldLease): void;
}

export interface LeaseSenderParts {
  readonly leases: LeaseChanges;
  readonly machines: FarmMachines;
  /** A lease may be judged by its machine's next report. */
  readonly onAnswered: (machineId: number) => void;
}

export function createLeaseSender(context: TermContext, parts: LeaseSenderParts): LeaseSender {
  const { book, board, tasks, clock, log } = context;
  const { leases, machines } = parts;

  function isLink({ machineId }: HeldLease): boolean {
    return context.transportTo(machineId)?.kind === 'link';
  }

  /** The answer counts for the lease as it is by then: it may have ended meanwhile. */
  function act(held: HeldLease, input: () => void): void {
    context.act(() => {
      if (book.get(held.leaseId) === held && !held.isEnding) input();
    });
  }

  function startFailed(held: HeldLease, message: string, cause: FailureCause | null): void {
    const outcome = { kind: 'could-not-start', message } as const;
    leases.end(held, { outcome, cause, failedFrame: null, logTail: null, logPath: null });
  }

  function takeAnswer(held: HeldLease, answer: StartAnswer): void {
    switch (answer.kind) {
      case 'accepted':
        board.acceptedOrder(held.machineId);
        held.isAcceptanceSeen = true;
        leases.start(held, clock.nowMs());
        return;
      case 'sent':
        held.phase = 'offered';
        return;
      case 'busy':
      case 'forbidden':
      case 'not-reached':
        leases.decline(held, answer.message, board.declinedOrder(held.machineId, answer.message));
        return;
      case 'refused':
        // Over a link it is RenderAPI that could not say what is to be rendered.
        startFailed(held, answer.message, isLink(held) ? 'project-unavailable' : null);
        return;
      case 'unclear':
        held.phase = 'unclear';
        board.declinedOrder(held.machineId, answer.message);
        machines.sync(held.machineId);
    }
  }

  async function deliver(held: HeldLease, known: KnownTask, transport: MachineTransport): Promise<void> {
    const { leaseId, token, taskId, machineId, frames } = held;
    const { task } = known;
    const { engineName } = task;
    const order = { machineId, leaseId, token, taskId, engineName, frames, task };
    if (transport.kind === 'link') {
      // Not on the link just now: it is offered again as soon as the machine is back, or it is lost.
      const answer = await transport.startLease({ ...order, command: null });
      if (answer.kind !== 'not-reached' && answer.kind !== 'unclear')
        act(held, () => {
          takeAnswer(held, answer);
        });
      return;
    }
    const prepared = leaseCommand(known, frames);
    if (prepared.outputDirectory !== undefined) await mkdir(prepared.outputDirectory, { recursive: true });
    board.expectNews(machineId);
    const answer = await transport.startLease({ ...order, command: prepared.command });
    log.debug({ taskId, leaseId, machineId, answer: answer.kind }, 'lease sent');
    if (answer.kind === 'unclear') await noteWhetherFirst(held);
    act(held, () => {
      takeAnswer(held, answer);
    });
  }

  /** What a 1.x machine says of the task later is of this lease, when it never had an earlier one. */
  async function noteWhetherFirst(held: HeldLease): Promise<void> {
    const { taskId, machineId } = held;
    const attempts = await countAttempts(context.database.db, { taskId, machineId });
    held.isFirstOfTaskOnMachine = attempts <= 1;
  }

  async function deliverAndFollow(held: HeldLease): Promise<void> {
    const known = tasks.get(held.taskId);
    const transport = context.transportTo(held.machineId);
    if (known === undefined || transport === undefined) {
      act(held, () => {
        leases.decline(held, 'the task or the machine is gone', 1000);
      });
      return;
    }
    try {
      await deliver(held, known, transport);
    } catch (error) {
      const message = errorInOneLine(error);
      act(held, () => {
        // The command cannot be made: no machine is to blame.
        startFailed(held, message, 'engine-error');
      });
    }
    if (transport.kind === 'hpc') parts.onAnswered(held.machineId);
  }

  return {
    send(held) {
      held.phase = 'sending';
      held.sent = deliverAndFollow(held);
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { startLease, type WaitingTaskRow } from '@renderonline/database';
import { errorInOneLine } from '@renderonline/runtime';
import type { StartAnswer } from '../../machines/machine-transport.ts';
import type { RenderStopper } from '../machines/render-stopper.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import type { HeldLease } from './held-lease.ts';
import { leaseCommand, type LeaseCommand } from './lease-command.ts';
import type { LeaseEnder } from './lease-ender.ts';

/** Brings granted leases to their machines. */
export interface LeaseSender {
  /** Sends a lease that is committed, and deals with the answer. `lease.sent` resolves with it. */
  send(lease: HeldLease, task: WaitingTaskRow): void;
  /**
   * Writes that a render began; when its lease is gone, stops it.
   *
   * @returns whether the lease lives
   */
  confirmStart(lease: HeldLease, startedAtMs: number): Promise<boolean>;
}

/** @param onAnswered told when a lease may be judged by its machine's next report */
export function createLeaseSender(
  context: SchedulerContext,
  ender: LeaseEnder,
  stopper: RenderStopper,
  onAnswered: (machineId: number) => void,
): LeaseSender {
  const { database, transport, clock, log, book, board } = context;

  async function confirmStart(lease: HeldLease, startedAtMs: number): Promise<boolean> {
    lease.startedAtMs = startedAtMs;
    lease.phase = 'running';
    const { leaseId, token } = lease;
    if (await startLease(database, { leaseId, token, startedAtMs })) {
      lease.isStartWritten = true;
      context.taskChanged(lease.taskId);
      return true;
    }
    lease.isEnding = true;
    lease.sent = Promise.resolve();
    await stopper.stopEnded(lease);
    return false;
  }

  /** Frames that were not begun go to somebody else, and the machine rests for a moment. */
  async function giveBack(lease: HeldLease, message: string): Promise<void> {
    lease.phase = 'unclear';
    board.declinedOrder(lease.machineId, message);
    await ender.release(lease, message);
  }

  async function takeAnswer(lease: HeldLease, answer: StartAnswer): Promise<void> {
    switch (answer.kind) {
      case 'accepted':
        board.acceptedOrder(lease.machineId);
        lease.isAcceptanceSeen = true;
        await confirmStart(lease, clock.nowMs());
        return;
      case 'busy':
      case 'forbidden':
      case 'not-reached':
        return giveBack(lease, answer.message);
      case 'refused':
        lease.phase = 'unclear';
        await ender.end(lease, { kind: 'could-not-start', message: answer.message });
        return;
      case 'unclear':
        lease.phase = 'unclear';
        board.declinedOrder(lease.machineId, answer.message);
        return;
    }
  }

  async function prepare(lease: HeldLease, task: WaitingTaskRow): Promise<LeaseCommand> {
    const prepared = leaseCommand(task.render, lease.frames);
    if (prepared.outputDirectory !== undefined) await mkdir(prepared.outputDirectory, { recursive: true });
    return prepared;
  }

  async function deliver(lease: HeldLease, task: WaitingTaskRow): Promise<void> {
    const { leaseId, token, taskId, machineId, frames } = lease;
    let prepared: LeaseCommand;
    try {
      prepared = await prepare(lease, task);
    } catch (error) {
      lease.phase = 'unclear';
      await ender.end(lease, { kind: 'could-not-start', message: errorInOneLine(error) });
      return;
    }
    const engineName = task.engine.name;
    const { command } = prepared;
    board.expectNews(machineId);
    const answer = await transport.startLease({
      machineId,
      leaseId,
      token,
      taskId,
      engineName,
      frames,
      command,
    });
    log.debug({ taskId, leaseId, machineId, answer: answer.kind }, 'lease sent');
    await takeAnswer(lease, answer);
  }

  async function deliverAndReport(lease: HeldLease, task: WaitingTaskRow): Promise<void> {
    try {
      await deliver(lease, task);
    } catch (error) {
      log.warn({ leaseId: lease.leaseId, err: error }, 'a lease could not be followed up; trying again');
      if (lease.phase === 'sending') lease.phase = 'unclear';
    }
    if (book.get(lease.leaseId) !== undefined) context.taskChanged(lease.taskId);
    onAnswered(lease.machineId);
  }

  return {
    send(lease, task) {
      lease.sent = deliverAndReport(lease, task);
    },
    confirmStart,
  };
}

import { hasAttempt } from '@renderonline/database';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { TermContext } from '../term/term-context.ts';
import type { FarmMachines } from './farm-machines.ts';

/** Deals with machines of /hpc that render what no live lease covers. */
export interface StrayRenders {
  /** Told of such a render at every report of it. Returns at once. */
  consider(machineId: number, attempt: AttemptReport): void;
}

/**
 * A render that we once gave to this machine is stopped: its frames are somebody else's by now. Any other is
 * left alone, because machines may be shared with another RenderAPI; the machine is busy until it ends.
 */
export function createStrayRenders(context: TermContext, machines: FarmMachines): StrayRenders {
  const { database, board, stopper, log } = context;
  const foreign = new Map<number, string>();
  const considering = new Set<number>();

  async function isOurs(machineId: number, attempt: AttemptReport): Promise<boolean> {
    if (stopper.isOwed(machineId, attempt.taskId)) return true;
    if (attempt.lease === 'other') return false;
    const leaseId = attempt.lease?.leaseId;
    const { taskId } = attempt;
    return hasAttempt(database.db, { taskId, machineId, ...(leaseId === undefined ? {} : { leaseId }) });
  }

  async function look(machineId: number, attempt: AttemptReport): Promise<void> {
    const { taskId } = attempt;
    const name = JSON.stringify([taskId, attempt.lease]);
    if (foreign.get(machineId) === name) return;
    if (!(await isOurs(machineId, attempt))) {
      foreign.set(machineId, name);
      log.info({ machineId, taskId }, 'the machine renders something that this RenderAPI did not give it');
      return;
    }
    foreign.delete(machineId);
    if (!context.isCurrent()) return;
    log.info({ machineId, taskId }, 'stopping a render whose lease has ended');
    board.expectNews(machineId);
    machines.sync(machineId);
    const lease = attempt.lease === 'other' || attempt.lease === null ? undefined : attempt.lease;
    await stopper.stopEnded({
      leaseId: lease?.leaseId ?? 0,
      machineId,
      taskId,
      ...(lease === undefined ? {} : { token: lease.token }),
      transport: context.transportTo(machineId),
      held: undefined,
    });
  }

  return {
    consider(machineId, attempt) {
      if (considering.has(machineId)) return;
      considering.add(machineId);
      look(machineId, attempt)
        .catch((error: unknown) => {
          log.warn({ machineId, err: error }, 'a render could not be looked into; trying again');
        })
        .finally(() => {
          considering.delete(machineId);
        });
    },
  };
}

import { hasAttempt } from '@renderonline/database';
import type { AttemptReport } from '../../machines/machine-transport.ts';
import type { SchedulerContext } from '../scheduler-context.ts';
import type { RenderStopper } from './render-stopper.ts';

/** Deals with machines that render what no live lease covers. */
export interface StrayRenders {
  /** Told of such a render at every report of it. */
  consider(machineId: number, attempt: AttemptReport): Promise<void>;
  clear(): void;
}

/**
 * A render that we once gave to this machine is stopped: its frames are somebody else's by now. Any other is
 * left alone, because machines may be shared with another RenderAPI; the machine is busy until it ends.
 */
export function createStrayRenders(context: SchedulerContext, stopper: RenderStopper): StrayRenders {
  const { database, transport, log, board } = context;
  const foreign = new Map<number, string>();

  async function isOurs(machineId: number, attempt: AttemptReport): Promise<boolean> {
    if (stopper.isOwed(machineId, attempt.taskId)) return true;
    if (attempt.lease === 'other') return false;
    const leaseId = attempt.lease?.leaseId;
    const { taskId } = attempt;
    return hasAttempt(database.db, { taskId, machineId, ...(leaseId === undefined ? {} : { leaseId }) });
  }

  return {
    async consider(machineId, attempt) {
      const { taskId } = attempt;
      const lease = attempt.lease === 'other' ? null : attempt.lease;
      const name = JSON.stringify([taskId, attempt.lease]);
      if (foreign.get(machineId) === name) return;
      if (!(await isOurs(machineId, attempt))) {
        foreign.set(machineId, name);
        log.info({ machineId, taskId }, 'the machine renders something that this RenderAPI did not give it');
        return;
      }
      foreign.delete(machineId);
      log.info({ machineId, taskId }, 'stopping a render whose lease has ended');
      board.expectNews(machineId);
      await transport.stopLease({ machineId, taskId, lease, limitMs: context.stopTimeoutMs });
    },
    clear() {
      foreign.clear();
    },
  };
}

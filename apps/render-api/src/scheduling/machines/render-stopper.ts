import type { SchedulerContext } from '../scheduler-context.ts';

/** Ends renders that no live lease covers any more. */
export interface RenderStopper {
  /**
   * Stops the render of a lease that has ended in the database, and waits for the machine's word up to
   * `stopTimeoutMs`. A start call under way is let finish first.
   */
  stopEnded(lease: EndedLease): Promise<void>;
  /** Whether this render was to be stopped and its machine has not confirmed it. */
  isOwed(machineId: number, taskId: number): boolean;
}

export interface EndedLease {
  readonly leaseId: number;
  readonly machineId: number;
  readonly taskId: number;
  /** Looked up in the book when absent. */
  readonly token?: string;
}

/** More stops than this are never owed at once: the oldest is forgotten. */
const maxOwedStops = 1000;

type StopperContext = Pick<SchedulerContext, 'transport' | 'log' | 'book' | 'board' | 'stopTimeoutMs'>;

export function createRenderStopper(context: StopperContext): RenderStopper {
  const { transport, log, book, board } = context;
  const owed = new Set<string>();
  const keyOf = (machineId: number, taskId: number) => `${machineId}:${taskId}`;

  function owe(key: string): void {
    owed.add(key);
    const [oldest] = owed;
    if (owed.size > maxOwedStops && oldest !== undefined) owed.delete(oldest);
  }

  return {
    async stopEnded({ leaseId, machineId, taskId, token: knownToken }) {
      const held = book.get(leaseId);
      const token = knownToken ?? held?.token;
      if (held !== undefined) {
        held.isEnding = true;
        await held.sent;
        book.remove(leaseId);
      }
      board.expectNews(machineId);
      const key = keyOf(machineId, taskId);
      owe(key);
      const answer = await transport.stopLease({
        machineId,
        taskId,
        lease: token === undefined ? null : { leaseId, token },
        limitMs: context.stopTimeoutMs,
      });
      if (answer.kind !== 'unclear') {
        board.heard(machineId);
        owed.delete(key);
        return;
      }
      log.warn(
        { machineId, taskId, leaseId },
        `the render may go on until the machine is heard of again: ${answer.message}`,
      );
    },
    isOwed: (machineId, taskId) => owed.has(keyOf(machineId, taskId)),
  };
}

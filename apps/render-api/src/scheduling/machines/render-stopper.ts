import type { Logger } from '@renderonline/runtime';
import type { MachineTransport } from '../../machines/machine-transport.ts';
import type { HeldLease } from '../leases/held-lease.ts';

/** Ends renders that no live lease covers any more. */
export interface RenderStopper {
  /**
   * Stops the render of a lease that has ended in the database, and waits for the machine's word up to
   * `stopTimeoutMs`. A start call under way is let finish first. Never throws.
   */
  stopEnded(lease: EndedLease): Promise<void>;
  /** Whether this render was to be stopped and its machine has not confirmed it. */
  isOwed(machineId: number, taskId: number): boolean;
}

export interface EndedLease {
  readonly leaseId: number;
  readonly machineId: number;
  readonly taskId: number;
  /** Unknown when another RenderAPI granted it. */
  readonly token?: string;
  readonly transport: MachineTransport | undefined;
  /** As this process dealt with it, when it did. */
  readonly held: HeldLease | undefined;
}

export interface RenderStopperDependencies {
  readonly log: Logger;
  readonly stopTimeoutMs: number;
  /** A machine of /hpc is being asked: what it reported before says nothing any more. */
  readonly onAsked: (machineId: number) => void;
  /** The machine answered. */
  readonly onHeard: (machineId: number) => void;
}

/** More stops than this are never owed at once: the oldest is forgotten. */
const maxOwedStops = 1000;

export function createRenderStopper({
  log,
  stopTimeoutMs,
  onAsked,
  onHeard,
}: RenderStopperDependencies): RenderStopper {
  const owed = new Set<string>();
  const keyOf = (machineId: number, taskId: number) => `${machineId}:${taskId}`;

  function owe(key: string): void {
    owed.add(key);
    const [oldest] = owed;
    if (owed.size > maxOwedStops && oldest !== undefined) owed.delete(oldest);
  }

  return {
    async stopEnded({ leaseId, machineId, taskId, token: knownToken, transport, held }) {
      const token = knownToken ?? held?.token;
      if (held !== undefined) {
        held.isEnding = true;
        await held.sent;
      }
      if (transport === undefined) return;
      // Over a link the machine says itself when it is free.
      const isAsked = transport.kind === 'hpc';
      const key = keyOf(machineId, taskId);
      if (isAsked) {
        onAsked(machineId);
        owe(key);
      }
      const lease = token === undefined ? null : { leaseId, token };
      const answer = await transport.stopLease({ machineId, taskId, lease, limitMs: stopTimeoutMs });
      if (answer.kind !== 'unclear') {
        onHeard(machineId);
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

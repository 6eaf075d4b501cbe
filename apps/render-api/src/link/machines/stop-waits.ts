import type { Hello, LeaseEvent } from '@renderonline/contract';
import type { StopAnswer } from '../../machines/machine-transport.ts';
import type { Clock } from '../../scheduling/clock.ts';
import type { LinkConnection } from '../connection/link-connection.ts';

/** Those who wait for a machine's word that a lease has ended there. For one connection. */
export interface StopWaits {
  /** Call it after the lease was canceled. */
  wait(leaseId: number, limitMs: number): Promise<StopAnswer>;
  hear(event: LeaseEvent): void;
  connectionEnded(): void;
}

export function createStopWaits(connection: LinkConnection, clock: Clock, held: Hello['held']): StopWaits {
  /** Leases of which the machine has said that they run. */
  const running = new Set(held.filter(({ state }) => state === 'running').map(({ leaseId }) => leaseId));
  const waiting = new Map<number, ((answer: StopAnswer) => void)[]>();

  function answer(leaseId: number, stopAnswer: StopAnswer): void {
    const resolvers = waiting.get(leaseId);
    if (resolvers === undefined) return;
    waiting.delete(leaseId);
    for (const resolve of resolvers) resolve(stopAnswer);
  }

  return {
    wait(leaseId, limitMs) {
      return new Promise((resolve) => {
        const forget = clock.setTimer(limitMs, () => {
          answer(leaseId, { kind: 'unclear', message: 'the machine has not said that the render ended' });
        });
        const settle = (stopAnswer: StopAnswer): void => {
          forget();
          resolve(stopAnswer);
        };
        waiting.set(leaseId, [...(waiting.get(leaseId) ?? []), settle]);
        // Of a lease that had not begun the machine says nothing: then it is enough that it has read the order.
        connection.heardOut(() => {
          if (!running.has(leaseId)) answer(leaseId, { kind: 'stopped' });
        });
      });
    },
    hear(event) {
      if (event.kind === 'started') running.add(event.leaseId);
      if (event.kind !== 'ended' && event.kind !== 'declined') return;
      running.delete(event.leaseId);
      answer(event.leaseId, { kind: 'stopped' });
    },
    connectionEnded() {
      for (const leaseId of [...waiting.keys()]) {
        answer(leaseId, { kind: 'unclear', message: 'the connection to the machine ended' });
      }
    },
  };
}

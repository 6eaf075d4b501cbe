import type { Offer } from '@renderonline/contract';
import type { LeaseOrder } from '../../machines/machine-transport.ts';
import type { LinkConnection } from '../connection/link-connection.ts';

/** Tasks whose facts a machine is taken to know still; of more it is told again. */
const rememberedTasks = 64;

/** Offers leases over one connection: each task's facts before its first lease, and what comes together in one message. */
export interface Offers {
  /** @param taskText the message that tells of the lease's task */
  offer(order: LeaseOrder, taskText: string): void;
  /** Sends what is waiting now, so that what is said next comes after it. */
  flush(): void;
}

export function createOffers(connection: LinkConnection): Offers {
  /** Made with the first offer: most machines of a large farm are idle. */
  let told: Map<number, string> | undefined;
  let waiting: Offer['leases'] = [];

  function tell(taskId: number, text: string): void {
    told ??= new Map();
    if (told.get(taskId) === text) return;
    // Leases that were offered with what the task was before are not to be taken for the new ones.
    flush();
    connection.sendText(text);
    told.delete(taskId);
    told.set(taskId, text);
    if (told.size <= rememberedTasks) return;
    const [oldest] = told.keys();
    if (oldest !== undefined) told.delete(oldest);
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const leases = waiting;
    waiting = [];
    connection.send({ type: 'offer', leases });
  }

  return {
    offer({ leaseId, token, taskId, frames: { first, last } }, taskText) {
      tell(taskId, taskText);
      // One round of the scheduler grants several leases in a row: this comes after all of its promises.
      if (waiting.length === 0) process.nextTick(flush);
      waiting.push({ leaseId, token, taskId, first, last });
    },
    flush,
  };
}

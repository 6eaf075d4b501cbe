import type { AgentMessage, LeaseEvent } from '@renderonline/contract/link';
import type { Outbox } from '../outbox/outbox.ts';

/** Events on their way without an ack: enough to keep RenderAPI busy, few enough for it to hold. */
export const mostInFlight = 256;

/** Sends the outbox over one connection: each event once, in order, as many at once as RenderAPI keeps up with. */
export interface EventSender {
  /** Sends what may go now. */
  pump(): void;
  acked(seq: number): void;
}

/**
 * @param ackedSeq where RenderAPI says to go on
 */
export function createEventSender(
  outbox: Outbox<LeaseEvent>,
  ackedSeq: number,
  send: (message: AgentMessage) => void,
): EventSender {
  // RenderAPI has heard what the disk has lost since.
  if (ackedSeq > outbox.lastSeq()) outbox.startAbove(ackedSeq + outbox.lastSeq() - outbox.ackedSeq());
  else outbox.ack(ackedSeq);
  let sent = Math.max(ackedSeq, outbox.ackedSeq());

  function pump(): void {
    const room = mostInFlight - (sent - outbox.ackedSeq());
    for (const { seq, event } of outbox.after(sent, Math.max(0, room))) {
      send({ type: 'event', seq, event });
      sent = seq;
    }
  }

  return {
    pump,
    acked(seq) {
      outbox.ack(Math.min(seq, sent));
      pump();
    },
  };
}

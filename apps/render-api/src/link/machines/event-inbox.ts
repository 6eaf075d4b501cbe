import type { Hello } from '@renderonline/contract';

/** What of a machine's events was taken and what was dealt with. Outlives its connections. */
export interface EventInbox {
  readonly outboxId: string;
  /** Up to here everything has been dealt with. */
  ackedSeq(): number;
  /** The newest that was taken. */
  receivedSeq(): number;
  /** How many were taken and are not yet dealt with. */
  unsettled(): number;
  /**
   * Takes an event's number. 'next': it is new. 'underWay': it was taken before, and will be acknowledged.
   * 'done': it was dealt with. 'gap': one before it is missing.
   */
  take(seq: number): 'next' | 'underWay' | 'done' | 'gap';
  /** An event was dealt with, in any order. @returns whether `ackedSeq` moved */
  settle(seq: number): boolean;
}

/** @param baseSeq up to here there is nothing more to say */
export function createEventInbox(outboxId: string, baseSeq: number): EventInbox {
  let acked = baseSeq;
  let received = baseSeq;
  /** Dealt with before one that was taken earlier. */
  const ahead = new Set<number>();
  return {
    outboxId,
    ackedSeq: () => acked,
    receivedSeq: () => received,
    unsettled: () => received - acked - ahead.size,
    take(seq) {
      if (seq <= acked) return 'done';
      if (seq <= received) return 'underWay';
      if (seq > received + 1) return 'gap';
      received = seq;
      return 'next';
    },
    settle(seq) {
      if (seq <= acked || seq > received) return false;
      if (seq !== acked + 1) {
        ahead.add(seq);
        return false;
      }
      acked = seq;
      while (ahead.delete(acked + 1)) acked += 1;
      return true;
    },
  };
}

/**
 * The inbox for an outbox that is there again, or new. An agent whose disk has forgotten events that were heard here
 * numbers what it still holds anew, above them.
 *
 * @param known the machine's inbox until now
 * @returns with the number of the last event from before the greeting
 */
export function inboxFor(
  { outboxId, ackedSeq, lastSeq }: Pick<Hello, 'outboxId' | 'ackedSeq' | 'lastSeq'>,
  known: EventInbox | undefined,
): { inbox: EventInbox; oldestNewSeq: number } {
  const same = known?.outboxId === outboxId ? known : undefined;
  if (same !== undefined && lastSeq >= same.receivedSeq() && ackedSeq <= same.ackedSeq()) {
    return { inbox: same, oldestNewSeq: lastSeq };
  }
  const heard = same?.receivedSeq() ?? 0;
  const hasForgotten = lastSeq < heard;
  return {
    inbox: createEventInbox(outboxId, hasForgotten ? heard : ackedSeq),
    oldestNewSeq: hasForgotten ? heard + (lastSeq - ackedSeq) : lastSeq,
  };
}

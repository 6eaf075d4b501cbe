import { createHmac } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { readTicket, type SharingTerms, type Ticket } from '@renderonline/contract/link';

/** Who may have what of this machine, as RenderAPI says. */
export interface Admission {
  /** As the welcome of a connection says; null when RenderAPI wants nothing shared. */
  setTerms(terms: SharingTerms | null): void;
  /** The key that whoever has this ticket has as well; null when it opens nothing. For TLS, which checks it. */
  keyOf(socket: TLSSocket, ticketText: string): Buffer | null;
  /** What the other end of a connection has shown to be its ticket. */
  ticketOf(socket: object): Ticket | undefined;
}

/** @param elapsedMs time that never jumps */
export function createAdmission(elapsedMs: () => number): Admission {
  const tickets = new WeakMap<object, Ticket>();
  let key: Buffer | undefined;
  let aheadMs = 0;
  return {
    setTerms(terms) {
      key = terms === null ? undefined : Buffer.from(terms.key, 'base64url');
      aheadMs = (terms?.nowMs ?? 0) - elapsedMs();
    },
    keyOf(socket, ticketText) {
      const ticket = readTicket(ticketText);
      if (key === undefined || ticket === undefined || elapsedMs() + aheadMs > ticket.endsAtMs) return null;
      tickets.set(socket, ticket);
      return createHmac('sha256', key).update(ticketText).digest();
    },
    ticketOf: (socket) => tickets.get(socket),
  };
}

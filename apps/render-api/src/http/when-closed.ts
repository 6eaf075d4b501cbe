import type { Writable } from 'node:stream';

/** Calls it when the answer has closed: at once where the client was gone before we came to it. */
export function whenClosed(answer: Writable, then: () => void): void {
  if (answer.closed) then();
  else answer.once('close', then);
}

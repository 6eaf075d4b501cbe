import type { LeaseLog, OutputStream } from '../leases/lease-log.ts';

/** What is said between two leases and waits for the next one. Bytes. */
const mostUnclaimed = 64 * 1024;

/** What an open renderer says: it belongs to the lease that was rendering when it was said. */
export interface SessionLog extends Pick<LeaseLog, 'write' | 'drained'> {
  /** What comes from now on is this lease's, and so is what nobody has claimed. */
  attach(lease: LeaseLog): void;
  /** The lease has ended; nothing changes when another one has taken its place. */
  detach(lease: LeaseLog): void;
}

export function createSessionLog(): SessionLog {
  let owner: LeaseLog | undefined;
  let unclaimed: { readonly chunk: Buffer; readonly stream: OutputStream }[] = [];
  let bytes = 0;

  return {
    write(chunk, stream) {
      if (owner !== undefined) return owner.write(chunk, stream);
      unclaimed.push({ chunk, stream });
      bytes += chunk.length;
      while (bytes > mostUnclaimed) bytes -= unclaimed.shift()?.chunk.length ?? bytes;
      return true;
    },
    drained: () => owner?.drained() ?? Promise.resolve(),
    attach(lease) {
      owner = lease;
      for (const { chunk, stream } of unclaimed) lease.write(chunk, stream);
      unclaimed = [];
      bytes = 0;
    },
    detach(lease) {
      if (owner === lease) owner = undefined;
    },
  };
}

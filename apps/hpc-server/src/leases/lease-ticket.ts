import type { LinkTask } from '@renderonline/contract/link';
import type { InstalledEngine, OfferedLease } from './lease-runner.ts';

/** A lease that this machine has taken. */
export interface LeaseTicket extends Omit<OfferedLease, 'last'> {
  /** Its last frame; RenderAPI may take the end of it back. */
  last: number;
  /** The last frame that it was offered with. */
  readonly offeredLast: number;
  readonly task: LinkTask;
  readonly engine: InstalledEngine;
}
